import { isClosedOnPurpose } from "../../answers/limits/closed-on-purpose";
import type { PoolTrap } from "../trap";
import { emptyNodesGo } from "../../answers/disruption/ever-disrupted";
import { driftNeverReplacesBecause } from "../../answers/disruption/drift-never-replaces";

export const neverPatched: PoolTrap<"nodePool" | "nodeAge"> = {
  id: "never-patched",
  title: "Nodes that are never patched",
  rank: 270,
  kind: "costly",
  impliedBy: ["budgets-unreadable", "nodes-never-disrupted"],
  fix: "Let a budget allow Drifted in some window, or set expireAfter.",
  at: ["spec", "disruption", "budgets"],
  textsFor: (pool) => {
    const why = driftNeverReplacesBecause(pool);
    if (isClosedOnPurpose(pool.nodePool)) return [];
    if (why === undefined || pool.nodeAge.expiryHours !== null) return [];
    // patched-when-empty tells the milder case.
    if (emptyNodesGo(pool.nodePool)) return [];
    return [
      `No node is ever replaced: ${why} and expireAfter is Never, so a node keeps the AMI it was launched with for as long as it lives.`,
    ];
  },
};
