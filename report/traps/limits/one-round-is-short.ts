import { amountOf } from "../../../scheduling/values/wording";
import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

/** Told only of accelerated pools, and only if one round opens at most a quarter of what the limits admit. */
export const oneRoundIsShort: PoolTrap<"ceiling"> = {
  id: "one-round-is-short",
  title: "Pools that fill over several scheduling rounds",
  rank: 320,
  kind: "good-to-know",
  textsFor: ({ ceiling: { round, most, resource } }) => {
    const nodes = most?.nodes;
    if (round === undefined || nodes === undefined || resource === undefined) return [];
    if (round.nodes * 4 > nodes) return [];
    const booked = Object.entries(round.booked)
      .filter(([, amount]) => amount > 0)
      .map(
        ([name, amount]) =>
          `${amountOf(name, amount)} ${name === resource ? deviceNoun(name) : name}`,
      )
      .join(", ");
    return [
      `In one scheduling round Karpenter opens at most ${round.nodes} of the ${nodes.toLocaleString("en-US")} ${most?.type ?? ""} that the limits admit, for pods that share no node and take any type: it counts each node as the largest type (${booked}). The other nodes follow in later rounds.`,
    ];
  },
};
