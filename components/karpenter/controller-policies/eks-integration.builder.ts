import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";

/** Find the API server's endpoint, which new nodes are told. */
export function eksIntegrationPolicy(clusterArn: string): IamPolicyDocument {
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowAPIServerEndpointDiscovery",
        Effect: "Allow",
        Resource: clusterArn,
        Action: "eks:DescribeCluster",
      },
    ],
  };
}
