import type { IamPolicyDocument, IamTrustStatement } from "../shared/iam-policy-document";
import { dnsSuffixOf, type Partition } from "../shared/partition";
import {
  serviceAccountTrust,
  serviceTrust,
  type ServiceAccountTrust,
} from "../shared/role-trust.builder";

/** How the controller pod gets its AWS credentials, with every value known. */
export type ControllerTrust =
  ({ readonly kind: "irsa" } & ServiceAccountTrust) | { readonly kind: "pod-identity" };

/** Who may assume the node role: EC2, for the instances that Karpenter launches. */
export function nodeTrustPolicy(partition: Partition): IamPolicyDocument<IamTrustStatement> {
  return serviceTrust(`ec2.${dnsSuffixOf(partition)}`);
}

/** Who may assume the controller role: one service account of one cluster (IRSA), or the Pod Identity service. */
export function controllerTrustPolicy(
  trust: ControllerTrust,
): IamPolicyDocument<IamTrustStatement> {
  switch (trust.kind) {
    case "irsa":
      return serviceAccountTrust(trust);
    case "pod-identity":
      // The service tags the session with cluster, namespace and service account, so it needs TagSession too.
      return serviceTrust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]);
  }
}
