import { driftNeverReplacesBecause } from "../../answers/disruption/drift-never-replaces";
import { emptyNodesGo } from "../../answers/disruption/ever-disrupted";
import { isClosedOnPurpose } from "../../answers/limits/closed-on-purpose";
import type { PoolTrap } from "../trap";

/** What `never-patched` says of pools that keep empty nodes too. */
export const patchedWhenEmpty: PoolTrap<"nodePool" | "nodeAge"> = {
  id: "patched-when-empty",
  title: "Nodes that are replaced only when they are empty",
  rank: 345,
  kind: "good-to-know",
  impliedBy: ["budgets-unreadable", "nodes-never-disrupted"],
  fix: "Cordon nodes that have to be patched, or let a budget allow Drifted in some window.",
  at: ["spec", "disruption", "budgets"],
  textsFor: (pool) => {
    const why = driftNeverReplacesBecause(pool);
    const { nodePool, nodeAge } = pool;
    if (isClosedOnPurpose(nodePool)) return [];
    if (why === undefined || nodeAge.expiryHours !== null || !emptyNodesGo(nodePool)) return [];
    return [
      `A new AMI reaches a node only when it is empty for ${nodePool.consolidateAfter}: ${why} and expireAfter is Never. A node on which one job follows the other keeps its AMI; cordon it to patch it.`,
    ];
  },
};
