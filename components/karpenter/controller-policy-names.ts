/**
 * The controller's managed policies, in Karpenter's own split: one document would be longer than the 6,144 characters
 * that IAM takes. What each allows is in `controller-policies/`.
 *
 * @see https://karpenter.sh/v1.14/reference/cloudformation/
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
