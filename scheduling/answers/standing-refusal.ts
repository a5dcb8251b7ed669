/** Why a pool refuses pods whatever there is to be had: by its taints and by the labels of its nodes. */

import { nodeClassLabelKey, nodePoolLabelKey } from "../labels";
import type { NodePool } from "../node-pool";
import { compatible, requirementsOf } from "../requirements";
import { formatTaint, untoleratedTaints } from "../taints";
import type { PodNeeds } from "./pod-needs";

/** In Karpenter's words; empty where neither stands in the way. */
export function standingRefusal(pool: NodePool, needs: PodNeeds): readonly string[] {
  const untolerated = untoleratedTaints(pool.taints, needs.tolerations).filter(
    // The API server adds a toleration for each extended resource that a pod requests:
    // https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration
    ({ key, effect }) => !(needs.resources.includes(key) && effect === "NoSchedule"),
  );
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
