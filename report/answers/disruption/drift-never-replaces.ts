import { neverDisruptedBecause } from "../../answers/disruption/never-disrupted";
import type { PoolReport } from "../../model";

/** Why drift never replaces a node of the pool; undefined if it does. */
export function driftNeverReplacesBecause({
  nodePool,
  nodeAge,
}: Pick<PoolReport, "nodePool" | "nodeAge">): string | undefined {
  if (nodeAge.driftWaitHours !== null) return undefined;
  return neverDisruptedBecause(nodePool, "Drifted") ?? "budgets allow 0 nodes for Drifted";
}
