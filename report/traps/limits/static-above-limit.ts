import { parseQuantity } from "../../../scheduling/values/quantity";
import { counted } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const staticAboveLimit: PoolTrap<"ceiling"> = {
  id: "static-above-limit",
  title: "Static pools at or above their own limit",
  rank: 255,
  kind: "costly",
  fix: "Raise limits.nodes above replicas.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { replicas, limits } }) => {
    const limit = limits["nodes"];
    const nodes = limit === undefined ? undefined : parseQuantity(limit);
    if (replicas === undefined || nodes === undefined || nodes > replicas) return [];
    if (replicas === 0) return [];
    return [
      nodes < replicas
        ? `Asks for ${counted(replicas, "node")} and limits itself to ${nodes}.`
        : `Asks for ${counted(replicas, "node")} and is limited to as many, so a drifted node has no room for its replacement.`,
    ];
  },
};
