import { spanText } from "../../answers/disruption/span-text";
import type { PoolTrap } from "../trap";
import { driftNeverReplacesBecause } from "../../answers/disruption/drift-never-replaces";

export const patchedByExpiryAlone: PoolTrap<"nodePool" | "nodeAge"> = {
  id: "patched-by-expiry-alone",
  title: "Nodes that only expiry patches",
  rank: 275,
  kind: "costly",
  impliedBy: ["budgets-unreadable", "nodes-never-disrupted"],
  fix: "Let a budget allow Drifted in some window.",
  at: ["spec", "disruption", "budgets"],
  textsFor: (pool) => {
    const why = driftNeverReplacesBecause(pool);
    const { expiryHours } = pool.nodeAge;
    if (why === undefined || expiryHours === null) return [];
    return [
      `Drift never replaces a node: ${why}. A new AMI arrives only as nodes expire, up to ${spanText(expiryHours)} later, and that ignores budgets.`,
    ];
  },
};
