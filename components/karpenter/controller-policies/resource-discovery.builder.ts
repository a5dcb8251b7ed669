import { type IamPolicyDocument, iamPolicyLanguageVersion } from "../../shared/iam-policy-document";
import type { Partition } from "../../shared/partition";

export interface ResourceDiscoveryFacts {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Read instance types, prices, images, networks and reservations. The finaliser of an EC2NodeClass starts with the
 * two reads of instance profiles. Without them a node class is never deleted, and a destroy never ends.
 */
export function resourceDiscoveryPolicy(facts: ResourceDiscoveryFacts): IamPolicyDocument {
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowRegionalReadActions",
        Effect: "Allow",
        Resource: "*",
        Action: regionalReadActions,
        Condition: { StringEquals: { "aws:RequestedRegion": facts.region } },
      },
      {
        Sid: "AllowSSMReadActions",
        Effect: "Allow",
        Resource: `arn:${facts.partition}:ssm:${facts.region}::parameter/aws/service/*`,
        Action: "ssm:GetParameter",
      },
      {
        Sid: "AllowPricingReadActions",
        Effect: "Allow",
        Resource: "*",
        Action: "pricing:GetProducts",
      },
      {
        Sid: "AllowUnscopedInstanceProfileListAction",
        Effect: "Allow",
        Resource: "*",
        Action: "iam:ListInstanceProfiles",
      },
      {
        Sid: "AllowInstanceProfileReadActions",
        Effect: "Allow",
        Resource: `arn:${facts.partition}:iam::${facts.accountId}:instance-profile/*`,
        Action: "iam:GetInstanceProfile",
      },
    ],
  };
}

const regionalReadActions = [
  "ec2:DescribeCapacityReservations",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribePlacementGroups",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSpotPriceHistory",
  "ec2:DescribeSubnets",
] as const;
