import { amountOf } from "../../../scheduling/values/wording";
import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

/** Reported only for accelerated pools, and only if one round opens at most a quarter of what the limits admit. */
export const oneRoundIsShort: PoolTrap<"ceiling"> = {
  id: "one-round-is-short",
  title: "Pools that fill over several scheduling rounds",
  rank: 320,
  kind: "good-to-know",
  fix: "Nothing: later rounds open the rest.",
  at: ["spec", "limits"],
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
      `The limits admit ${nodes.toLocaleString("en-US")} ${most?.type ?? ""}. For pods that accept any type, one scheduling round opens at most ${round.nodes}, because Karpenter counts each node as the largest type (${booked}). Later rounds open the rest.`,
    ];
  },
};
