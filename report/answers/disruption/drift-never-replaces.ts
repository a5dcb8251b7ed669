import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import type { NodeAge } from "./node-age";

/** Why drift never replaces a node of the pool; undefined if it does. */
export function driftNeverReplacesBecause({
  nodePool,
  nodeAge,
}: {
  readonly nodePool: NodePool;
  readonly nodeAge: NodeAge;
}): string | undefined {
  if (nodeAge.driftWaitHours !== null) return undefined;
  return neverDisruptedBecause(nodePool, "Drifted") ?? "budgets allow 0 nodes for Drifted";
}
