/**
 * Why a pool refuses pods even if it has room and EC2 has capacity: because of its taints or the labels of its nodes.
 */

import { extendedResourceTolerations } from "../../../scheduling/taints/extended-resource-toleration";
import { nodeClassLabelKey, nodePoolLabelKey } from "../../../scheduling/requirements/labels";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { compatible, requirementsOf } from "../../../scheduling/requirements/requirements";
import { formatTaint, untoleratedTaints } from "../../../scheduling/taints/taints";
import type { PodNeeds } from "./pod-needs";

/** In Karpenter's words. Empty if the pool would take the pods. */
export function lastingRefusals(pool: NodePool, needs: PodNeeds): readonly string[] {
  const added = extendedResourceTolerations(needs.resources, needs.tolerations);
  const untolerated = untoleratedTaints(pool.taints, [...needs.tolerations, ...added]);
  if (untolerated.length > 0) {
    return untolerated.map((taint) => `did not tolerate taint (taint=${formatTaint(taint)})`);
  }
  const nodeSide = requirementsOf(pool.requirements, {
    ...pool.labels,
    [nodePoolLabelKey]: pool.name,
    [nodeClassLabelKey]: pool.nodeClass,
  });
  const podSide = requirementsOf([], needs.nodeSelector);
  const conflict = compatible(nodeSide, podSide, { allowUndefinedWellKnown: true });
  return conflict === undefined ? [] : [`incompatible requirements, ${conflict}`];
}
