import {
  type IamPolicyDocument,
  type IamTrustStatement,
  iamPolicyLanguageVersion,
} from "../shared/iam-policy-document";
import { irsaTrustPolicy, type ServiceAccountTrust } from "../shared/irsa-trust-policy.builder";

/** How the controller pod comes to its AWS credentials, with every value known. */
export type ControllerTrust =
  ({ readonly kind: "irsa" } & ServiceAccountTrust) | { readonly kind: "pod-identity" };

/** Who may take the node role: EC2, on behalf of the instances that Karpenter launches. */
export function nodeTrustPolicy(partition: string): IamPolicyDocument<IamTrustStatement> {
  return document({
    Effect: "Allow",
    Principal: { Service: `ec2.${urlSuffix(partition)}` },
    Action: "sts:AssumeRole",
  });
}

/** Who may take the controller role: one service account of one cluster (IRSA), or the Pod Identity service. */
export function controllerTrustPolicy(trust: ControllerTrust) {
  switch (trust.kind) {
    case "irsa":
      return irsaTrustPolicy(trust);
    case "pod-identity":
      return document({
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        // The service tags the session with cluster, namespace and service account; it fails without TagSession.
        Action: ["sts:AssumeRole", "sts:TagSession"],
      });
  }
}

function document(statement: IamTrustStatement): IamPolicyDocument<IamTrustStatement> {
  return { Version: iamPolicyLanguageVersion, Statement: [statement] };
}

/** @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const urlSuffixes: Readonly<Record<string, string>> = {
  aws: "amazonaws.com",
  "aws-us-gov": "amazonaws.com",
  "aws-cn": "amazonaws.com.cn",
};

function urlSuffix(partition: string): string {
  const suffix = urlSuffixes[partition];
  if (suffix !== undefined) return suffix;
  const known = Object.keys(urlSuffixes).join(", ");
  throw new Error(
    `partition: unknown, got ${JSON.stringify(partition)}; expected ${known}; add its URL suffix beside the others`,
  );
}
