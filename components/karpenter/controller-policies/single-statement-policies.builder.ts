/** The controller's policies that have one statement each. */

import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";

/** Find the address of the API server. Karpenter passes it to new nodes. */
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

/** Read the interruption queue. */
export function interruptionPolicy(queueArn: string): IamPolicyDocument {
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowInterruptionQueueActions",
        Effect: "Allow",
        Resource: queueArn,
        Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      },
    ],
  };
}

/**
 * See whether traffic is shifted away from a zone. The action is granted on `*`, and a condition names the cluster,
 * as in Karpenter's documentation.
 */
export function zonalShiftPolicy(clusterArn: string): IamPolicyDocument {
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowZonalShiftStatusReadOnly",
        Effect: "Allow",
        Resource: "*",
        Action: ["arc-zonal-shift:GetManagedResource"],
        Condition: { StringEquals: { "arc-zonal-shift:ResourceIdentifier": clusterArn } },
      },
    ],
  };
}
