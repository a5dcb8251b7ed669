import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";
import {
  madeForRegion,
  namedAfterCluster,
  ofAnyNodeClass,
  ownedByCluster,
  type TagContext,
} from "./conditions.builder";
import type { Partition } from "../../shared/partition";

export interface IamIntegrationFacts {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
}

/** Pass the node role to instances through instance profiles. Karpenter makes one profile for each EC2NodeClass. */
export function iamIntegrationPolicy(facts: IamIntegrationFacts): IamPolicyDocument {
  const instanceProfiles = `arn:${facts.partition}:iam::${facts.accountId}:instance-profile/*`;
  const clusterAndRegion = (context: TagContext) => ({
    ...ownedByCluster(context, facts.clusterName),
    ...madeForRegion(context, facts.region),
  });
  const requested = {
    ...clusterAndRegion("RequestTag"),
    ...namedAfterCluster("RequestTag", facts.clusterName),
  };
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowPassingInstanceRole",
        Effect: "Allow",
        Resource: facts.nodeRoleArn,
        Action: "iam:PassRole",
        Condition: {
          StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
        },
      },
      {
        Sid: "AllowScopedInstanceProfileCreationActions",
        Effect: "Allow",
        Resource: instanceProfiles,
        Action: ["iam:CreateInstanceProfile"],
        Condition: { StringEquals: requested, StringLike: ofAnyNodeClass("RequestTag") },
      },
      {
        Sid: "AllowScopedInstanceProfileTagActions",
        Effect: "Allow",
        Resource: instanceProfiles,
        Action: ["iam:TagInstanceProfile"],
        Condition: {
          StringEquals: { ...clusterAndRegion("ResourceTag"), ...requested },
          StringLike: { ...ofAnyNodeClass("ResourceTag"), ...ofAnyNodeClass("RequestTag") },
        },
      },
      {
        Sid: "AllowScopedInstanceProfileActions",
        Effect: "Allow",
        Resource: instanceProfiles,
        Action: [
          "iam:AddRoleToInstanceProfile",
          "iam:RemoveRoleFromInstanceProfile",
          "iam:DeleteInstanceProfile",
        ],
        Condition: {
          StringEquals: clusterAndRegion("ResourceTag"),
          StringLike: ofAnyNodeClass("ResourceTag"),
        },
      },
    ],
  };
}
