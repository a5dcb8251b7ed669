import {
  type IamConditions,
  type IamIdentityStatement,
  type IamPolicyDocument,
  iamPolicyLanguageVersion,
} from "../../shared/iam-policy-document";
import { namedAfterCluster, ofAnyNodePool, ownedByCluster } from "./conditions.builder";
import type { Partition } from "../../shared/partition";

export interface NodeLifecycleFacts {
  readonly partition: Partition;
  readonly region: string;
  readonly clusterName: string;
  /** Whether node repair may reboot instances. */
  readonly mayReboot: boolean;
}

/** Launch, tag and terminate instances. A new one needs the cluster's tags, and an existing one has to have them. */
export function nodeLifecyclePolicy(facts: NodeLifecycleFacts): IamPolicyDocument {
  const { clusterName } = facts;
  const anyAccount = (kind: string) => `arn:${facts.partition}:ec2:${facts.region}:*:${kind}/*`;
  const noAccount = (kind: string) => `arn:${facts.partition}:ec2:${facts.region}::${kind}/*`;
  const existing = {
    StringEquals: ownedByCluster("ResourceTag", clusterName),
    StringLike: ofAnyNodePool("ResourceTag"),
  };
  return {
    Version: iamPolicyLanguageVersion,
    Statement: [
      {
        Sid: "AllowScopedEC2InstanceAccessActions",
        Effect: "Allow",
        Resource: [
          ...["image", "snapshot"].map(noAccount),
          ...["security-group", "subnet", "capacity-reservation", "placement-group"].map(
            anyAccount,
          ),
        ],
        Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      },
      {
        Sid: "AllowScopedEC2LaunchTemplateAccessActions",
        Effect: "Allow",
        Resource: anyAccount("launch-template"),
        Action: ["ec2:RunInstances", "ec2:CreateFleet"],
        Condition: existing,
      },
      ...creationStatements(clusterName, createdKinds.map(anyAccount)),
      {
        Sid: "AllowScopedResourceTagging",
        Effect: "Allow",
        Resource: anyAccount("instance"),
        Action: "ec2:CreateTags",
        Condition: {
          ...existing,
          StringEqualsIfExists: namedAfterCluster("RequestTag", clusterName),
          "ForAllValues:StringEquals": {
            "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
          },
        },
      },
      {
        Sid: "AllowScopedDeletion",
        Effect: "Allow",
        Resource: ["instance", "launch-template"].map(anyAccount),
        Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
        Condition: existing,
      },
      ...(facts.mayReboot ? [rebootStatement(anyAccount("instance"), existing)] : []),
    ],
  };
}

/**
 * Reboots for the feature gate RebootForRepair, which is the one new call to AWS since Karpenter 1.15. The statement is
 * scoped as the one for termination is. The documentation asks for the permission and gives no statement.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/aws/sdk.go
 */
function rebootStatement(instances: string, existing: IamConditions): IamIdentityStatement {
  return {
    Sid: "AllowScopedReboot",
    Effect: "Allow",
    Resource: instances,
    Action: "ec2:RebootInstances",
    Condition: existing,
  };
}

/** Kinds of resources that one launch creates. */
const createdKinds = [
  "fleet",
  "instance",
  "volume",
  "network-interface",
  "launch-template",
  "spot-instances-request",
] as const;

function creationStatements(
  clusterName: string,
  resources: readonly string[],
): readonly IamIdentityStatement[] {
  const tags = {
    ...ownedByCluster("RequestTag", clusterName),
    ...namedAfterCluster("RequestTag", clusterName),
  };
  const nodePool = { StringLike: ofAnyNodePool("RequestTag") };
  return [
    {
      Sid: "AllowScopedEC2InstanceActionsWithTags",
      Effect: "Allow",
      Resource: resources,
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Condition: { StringEquals: tags, ...nodePool },
    },
    {
      Sid: "AllowScopedResourceCreationTagging",
      Effect: "Allow",
      Resource: resources,
      Action: "ec2:CreateTags",
      Condition: {
        StringEquals: {
          ...tags,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        ...nodePool,
      },
    },
  ];
}
