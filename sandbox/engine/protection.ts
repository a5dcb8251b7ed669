import type { StateResource } from "./checkpoint";

const clusterType = "aws:eks/cluster:Cluster";

/** Whether a destroy would be refused: by Pulumi, or by EKS itself. */
export function isProtected({ type, protect, outputs }: StateResource): boolean {
  return protect === true || (type === clusterType && outputs?.["deletionProtection"] === true);
}
