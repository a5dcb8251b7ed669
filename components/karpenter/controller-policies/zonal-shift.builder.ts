import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";

/**
 * See whether traffic is shifted away from a zone. The cluster is named by a condition, as Karpenter's documentation
 * does it: the action is granted on `*`.
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
