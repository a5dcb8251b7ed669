import { createHash } from "node:crypto";

import type { InterruptionEventName } from "./interruption-events.builder";

/**
 * The controller's managed policies. The split is Karpenter's own: one document would be longer than the 6,144
 * characters that IAM allows. The folder `controller-policies/` has their statements.
 *
 * @see https://karpenter.sh/v1.15/reference/cloudformation/
 */
export const controllerPolicyNames = [
  "NodeLifecycle",
  "IAMIntegration",
  "EKSIntegration",
  "Interruption",
  "ZonalShift",
  "ResourceDiscovery",
] as const;

export type ControllerPolicyName = (typeof controllerPolicyNames)[number];

/**
 * Name of the role of every node that Karpenter launches: `KarpenterNodeRole-<cluster>`, as in Karpenter's
 * documentation. An EC2NodeClass contains the name in `spec.role`. IAM names are global to an account, so two
 * clusters of one account need different names even in different regions.
 */
export function karpenterNodeRoleName(clusterName: string): string {
  return boundedName("KarpenterNodeRole-", clusterName, "", iamRoleNameLength);
}

/** Name of the role that the controller runs as: `<cluster>-karpenter`. */
export function karpenterControllerRoleName(clusterName: string): string {
  return boundedName("", clusterName, "-karpenter", iamRoleNameLength);
}

/** Name of one of the controller's managed policies: `KarpenterController<policy>Policy-<cluster>`. */
export function karpenterControllerPolicyName(
  policy: ControllerPolicyName,
  clusterName: string,
): string {
  return boundedName(`KarpenterController${policy}Policy-`, clusterName, "", iamPolicyNameLength);
}

/** Name of the interruption queue: the name of the cluster, shortened where it is too long for SQS. */
export function karpenterQueueName(clusterName: string): string {
  return boundedName("", clusterName, "", sqsQueueNameLength);
}

/** Name of the EventBridge rule for one kind of event: `Karpenter<event>-<cluster>`. */
export function karpenterEventRuleName(event: InterruptionEventName, clusterName: string): string {
  return boundedName(`Karpenter${event}-`, clusterName, "", eventRuleNameLength);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const iamRoleNameLength = 64;
const iamPolicyNameLength = 128;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const sqsQueueNameLength = 80;
/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const eventRuleNameLength = 64;

// A cluster name has up to 100 characters. A name that is too long is cut and gets a hash of the whole cluster name,
// so that two clusters whose names begin alike do not share a role.
function boundedName(prefix: string, clusterName: string, suffix: string, length: number): string {
  const room = length - prefix.length - suffix.length;
  if (clusterName.length <= room) return `${prefix}${clusterName}${suffix}`;
  const hash = createHash("sha256").update(clusterName).digest("hex").slice(0, 8);
  return `${prefix}${clusterName.slice(0, room - hash.length - 1)}-${hash}${suffix}`;
}
