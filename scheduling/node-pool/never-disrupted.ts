/**
 * The reasons for which Karpenter never disrupts a node of a pool, whatever the budgets say.
 *
 * Follows `ShouldDisrupt` of emptiness.go, drift.go, staticdrift.go, repair.go and consolidation.go in
 * https://github.com/kubernetes-sigs/karpenter/tree/v1.15.0/pkg/controllers/disruption
 */

import type { DisruptionReason } from "../budgets/budget";
import { doNotDisruptKey } from "./do-not-disrupt";
import type { NodePool } from "./node-pool";
import { parseQuantity } from "../values/quantity";

/** Why Karpenter never disrupts the pool's nodes for the reason, in plain words; undefined if it does. */
export function neverDisruptedBecause(
  pool: NodePool,
  reason: DisruptionReason,
): string | undefined {
  if (pool.nodeAnnotations[doNotDisruptKey] === "true") {
    return "the pool's template puts do-not-disrupt on every node";
  }
  if (reason === "Drifted") return neverDriftsBecause(pool);
  if (reason === "Unhealthy") return neverRepairedBecause(pool);
  if (pool.replicas !== undefined) {
    return `a pool with replicas keeps its ${pool.replicas} nodes, empty or not`;
  }
  if (pool.consolidateAfter === "Never") return "consolidateAfter is Never";
  if (reason === "Underutilized" && pool.consolidationPolicy === "WhenEmpty") {
    return "consolidationPolicy WhenEmpty leaves every node that runs a pod";
  }
  return undefined;
}

/** Drift follows no consolidation setting. A static pool needs room for the new node beside the old ones. */
function neverDriftsBecause(pool: NodePool): string | undefined {
  return noRoomBecause(pool);
}

/** Repair follows no consolidation setting either, and it too makes the replacement ready first. */
function neverRepairedBecause(pool: NodePool): string | undefined {
  return noRoomBecause(pool);
}

function noRoomBecause({ replicas, limits }: NodePool): string | undefined {
  if (replicas === undefined) return undefined;
  if (replicas === 0) return "a pool with 0 replicas has no node";
  const nodes = limits["nodes"];
  const most = nodes === undefined ? undefined : parseQuantity(nodes);
  if (most === undefined || most > replicas) return undefined;
  return `limits.nodes ${nodes} leave no room for a new node beside the ${replicas} replicas`;
}
