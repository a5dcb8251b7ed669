import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { iamIntegrationPolicy } from "../../../../components/karpenter/controller-policies/iam-integration.builder";
import { nodeLifecyclePolicy } from "../../../../components/karpenter/controller-policies/node-lifecycle.builder";
import { resourceDiscoveryPolicy } from "../../../../components/karpenter/controller-policies/resource-discovery.builder";
import {
  eksIntegrationPolicy,
  interruptionPolicy,
  zonalShiftPolicy,
} from "../../../../components/karpenter/controller-policies/single-statement-policies.builder";

// The expected documents come from Karpenter's CloudFormation template, filled in for one cluster.
// https://karpenter.sh/v1.14/reference/cloudformation/
const facts = {
  partition: "aws" as const,
  region: "us-east-1",
  accountId: "123456789012",
  clusterName: "prod",
  mayReboot: false,
  nodeRoleArn: "arn:aws:iam::123456789012:role/KarpenterNodeRole-prod",
};
const clusterArn = "arn:aws:eks:us-east-1:123456789012:cluster/prod";
const queueArn = "arn:aws:sqs:us-east-1:123456789012:prod";

const launched = [
  "arn:aws:ec2:us-east-1:*:fleet/*",
  "arn:aws:ec2:us-east-1:*:instance/*",
  "arn:aws:ec2:us-east-1:*:volume/*",
  "arn:aws:ec2:us-east-1:*:network-interface/*",
  "arn:aws:ec2:us-east-1:*:launch-template/*",
  "arn:aws:ec2:us-east-1:*:spot-instances-request/*",
];

describe("nodeLifecyclePolicy", () => {
  it("is the document of Karpenter's template for a cluster", () => {
    assert.deepEqual(nodeLifecyclePolicy(facts), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowScopedEC2InstanceAccessActions",
          Effect: "Allow",
          Resource: [
            "arn:aws:ec2:us-east-1::image/*",
            "arn:aws:ec2:us-east-1::snapshot/*",
            "arn:aws:ec2:us-east-1:*:security-group/*",
            "arn:aws:ec2:us-east-1:*:subnet/*",
            "arn:aws:ec2:us-east-1:*:capacity-reservation/*",
            "arn:aws:ec2:us-east-1:*:placement-group/*",
          ],
          Action: ["ec2:RunInstances", "ec2:CreateFleet"],
        },
        {
          Sid: "AllowScopedEC2LaunchTemplateAccessActions",
          Effect: "Allow",
          Resource: "arn:aws:ec2:us-east-1:*:launch-template/*",
          Action: ["ec2:RunInstances", "ec2:CreateFleet"],
          Condition: {
            StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/prod": "owned" },
            StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
          },
        },
        {
          Sid: "AllowScopedEC2InstanceActionsWithTags",
          Effect: "Allow",
          Resource: launched,
          Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/kubernetes.io/cluster/prod": "owned",
              "aws:RequestTag/eks:eks-cluster-name": "prod",
            },
            StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
          },
        },
        {
          Sid: "AllowScopedResourceCreationTagging",
          Effect: "Allow",
          Resource: launched,
          Action: "ec2:CreateTags",
          Condition: {
            StringEquals: {
              "aws:RequestTag/kubernetes.io/cluster/prod": "owned",
              "aws:RequestTag/eks:eks-cluster-name": "prod",
              "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
            },
            StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
          },
        },
        {
          Sid: "AllowScopedResourceTagging",
          Effect: "Allow",
          Resource: "arn:aws:ec2:us-east-1:*:instance/*",
          Action: "ec2:CreateTags",
          Condition: {
            StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/prod": "owned" },
            StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
            StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": "prod" },
            "ForAllValues:StringEquals": {
              "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
            },
          },
        },
        {
          Sid: "AllowScopedDeletion",
          Effect: "Allow",
          Resource: [
            "arn:aws:ec2:us-east-1:*:instance/*",
            "arn:aws:ec2:us-east-1:*:launch-template/*",
          ],
          Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
          Condition: {
            StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/prod": "owned" },
            StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
          },
        },
      ],
    });
  });
});

describe("iamIntegrationPolicy", () => {
  it("is the document of Karpenter's template for a cluster", () => {
    const instanceProfiles = "arn:aws:iam::123456789012:instance-profile/*";
    assert.deepEqual(iamIntegrationPolicy(facts), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowPassingInstanceRole",
          Effect: "Allow",
          Resource: "arn:aws:iam::123456789012:role/KarpenterNodeRole-prod",
          Action: "iam:PassRole",
          Condition: {
            StringEquals: {
              "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"],
            },
          },
        },
        {
          Sid: "AllowScopedInstanceProfileCreationActions",
          Effect: "Allow",
          Resource: instanceProfiles,
          Action: ["iam:CreateInstanceProfile"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/kubernetes.io/cluster/prod": "owned",
              "aws:RequestTag/eks:eks-cluster-name": "prod",
              "aws:RequestTag/topology.kubernetes.io/region": "us-east-1",
            },
            StringLike: { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*" },
          },
        },
        {
          Sid: "AllowScopedInstanceProfileTagActions",
          Effect: "Allow",
          Resource: instanceProfiles,
          Action: ["iam:TagInstanceProfile"],
          Condition: {
            StringEquals: {
              "aws:ResourceTag/kubernetes.io/cluster/prod": "owned",
              "aws:ResourceTag/topology.kubernetes.io/region": "us-east-1",
              "aws:RequestTag/kubernetes.io/cluster/prod": "owned",
              "aws:RequestTag/eks:eks-cluster-name": "prod",
              "aws:RequestTag/topology.kubernetes.io/region": "us-east-1",
            },
            StringLike: {
              "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
              "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
            },
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
            StringEquals: {
              "aws:ResourceTag/kubernetes.io/cluster/prod": "owned",
              "aws:ResourceTag/topology.kubernetes.io/region": "us-east-1",
            },
            StringLike: { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*" },
          },
        },
      ],
    });
  });
});

describe("eksIntegrationPolicy", () => {
  it("is the document of Karpenter's template for a cluster", () => {
    assert.deepEqual(eksIntegrationPolicy(clusterArn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowAPIServerEndpointDiscovery",
          Effect: "Allow",
          Resource: "arn:aws:eks:us-east-1:123456789012:cluster/prod",
          Action: "eks:DescribeCluster",
        },
      ],
    });
  });
});

describe("interruptionPolicy", () => {
  it("is the document of Karpenter's template for a queue", () => {
    assert.deepEqual(interruptionPolicy(queueArn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowInterruptionQueueActions",
          Effect: "Allow",
          Resource: "arn:aws:sqs:us-east-1:123456789012:prod",
          Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
        },
      ],
    });
  });
});

describe("zonalShiftPolicy", () => {
  it("is the document of Karpenter's template for a cluster", () => {
    assert.deepEqual(zonalShiftPolicy(clusterArn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowZonalShiftStatusReadOnly",
          Effect: "Allow",
          Resource: "*",
          Action: ["arc-zonal-shift:GetManagedResource"],
          Condition: {
            StringEquals: {
              "arc-zonal-shift:ResourceIdentifier":
                "arn:aws:eks:us-east-1:123456789012:cluster/prod",
            },
          },
        },
      ],
    });
  });
});

describe("resourceDiscoveryPolicy", () => {
  it("is the document of Karpenter's template for an account and a region", () => {
    assert.deepEqual(resourceDiscoveryPolicy(facts), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AllowRegionalReadActions",
          Effect: "Allow",
          Resource: "*",
          Action: [
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
          ],
          Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
        },
        {
          Sid: "AllowSSMReadActions",
          Effect: "Allow",
          Resource: "arn:aws:ssm:us-east-1::parameter/aws/service/*",
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
          Resource: "arn:aws:iam::123456789012:instance-profile/*",
          Action: "iam:GetInstanceProfile",
        },
      ],
    });
  });
});

describe("the permission to reboot instances", () => {
  const reboots = ({ Action }: { readonly Action: string | readonly string[] }): boolean =>
    [Action].flat().includes("ec2:RebootInstances");

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  it("is granted with the gate RebootForRepair, on the cluster's own instances alone", () => {
    const { Statement } = nodeLifecyclePolicy({ ...facts, mayReboot: true });
    assert.deepEqual(Statement.filter(reboots), [
      {
        Sid: "AllowScopedReboot",
        Effect: "Allow",
        Resource: "arn:aws:ec2:us-east-1:*:instance/*",
        Action: "ec2:RebootInstances",
        Condition: {
          StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/prod": "owned" },
          StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
        },
      },
    ]);
  });

  it("is not granted without it", () => {
    assert.deepEqual(nodeLifecyclePolicy(facts).Statement.filter(reboots), []);
  });
});

describe("the six controller policies", () => {
  const longest = {
    partition: "aws-us-gov" as const,
    region: "ap-southeast-99",
    accountId: "123456789012",
    clusterName: "c".repeat(100),
    mayReboot: true,
    nodeRoleArn: `arn:aws-us-gov:iam::123456789012:role/${"r".repeat(64)}`,
  };
  const longestClusterArn = `arn:aws-us-gov:eks:ap-southeast-99:123456789012:cluster/${"c".repeat(100)}`;
  const documents = {
    NodeLifecycle: nodeLifecyclePolicy(longest),
    IAMIntegration: iamIntegrationPolicy(longest),
    EKSIntegration: eksIntegrationPolicy(longestClusterArn),
    Interruption: interruptionPolicy(
      `arn:aws-us-gov:sqs:ap-southeast-99:123456789012:${"q".repeat(80)}`,
    ),
    ZonalShift: zonalShiftPolicy(longestClusterArn),
    ResourceDiscovery: resourceDiscoveryPolicy(longest),
  };

  for (const [name, document] of Object.entries(documents)) {
    it(`stay under IAM's 6144 characters with the longest cluster name: ${name}`, () => {
      const { length } = JSON.stringify(document);
      assert.ok(length <= 6144, `${name} has ${length} characters`);
    });
  }

  it("would not fit one document together, which is why there are six", () => {
    const together = Object.values(documents).reduce(
      (sum, document) => sum + JSON.stringify(document.Statement).length,
      0,
    );
    assert.ok(together > 6144, `all six have ${together} characters`);
  });

  it("name the partition they are for in every ARN", () => {
    const arns = JSON.stringify(documents).match(/arn:[a-z-]+:/g) ?? [];
    assert.deepEqual([...new Set(arns)], ["arn:aws-us-gov:"]);
  });
});
