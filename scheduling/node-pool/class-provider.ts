/** Who runs the nodes of a pool. The node class that the pool names says so, by its group and kind. */

import type { NodeClassReference } from "./node-pool";

/**
 * `ec2`: Karpenter with the AWS provider. `auto-mode`: the Karpenter that EKS Auto Mode runs. `other`: a provider that
 * this model does not have, such as KWOK.
 */
export type ClassProvider = "ec2" | "auto-mode" | "other";

export function providerOf({ group, kind }: NodeClassReference): ClassProvider {
  if (group === "karpenter.k8s.aws" && kind === "EC2NodeClass") return "ec2";
  return group === "eks.amazonaws.com" && kind === "NodeClass" ? "auto-mode" : "other";
}
