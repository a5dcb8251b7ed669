/** Whether Karpenter ever disrupts nodes of a pool by its own choice. */

import type { DisruptionReason } from "../../../scheduling/budgets/budget";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { firstOpening } from "./openings";

/** Whether Karpenter removes nodes without work at some time. */
export function emptyNodesGo(pool: NodePool): boolean {
  return isEverDisrupted(pool, "Empty");
}

/** Whether Karpenter replaces nodes with running pods at some time, for drift or by consolidation. */
export function busyNodesGo(pool: NodePool): boolean {
  return isEverDisrupted(pool, "Drifted") || isEverDisrupted(pool, "Underutilized");
}

/** Any moment: `firstOpening` looks at years from there. */
const from = new Date(Date.UTC(2026, 0, 1));

function isEverDisrupted(pool: NodePool, reason: DisruptionReason): boolean {
  if (neverDisruptedBecause(pool, reason) !== undefined) return false;
  return firstOpening({ budgets: pool.budgets, reason, nodeCount: 1 }, from) !== undefined;
}
