import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { before, describe, it } from "mocha";

import {
  ControllerRole,
  type ControllerRoleArgs,
} from "../../../components/karpenter/controller-role";
import { cloudOutputs } from "../../support/cloud-outputs";
import {
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const args: ControllerRoleArgs = {
  clusterName: "prod",
  clusterArn: "arn:aws:eks:us-east-1:123456789012:cluster/prod",
  region: "us-east-1",
  partition: "aws",
  mayReboot: false,
  accountId: "123456789012",
  nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
  queueArn: "arn:aws:sqs:us-east-1:123456789012:interruptions",
  identity: {
    kind: "irsa",
    oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/issuer.example",
    oidcIssuer: "issuer.example",
  },
  namespace: "karpenter-system",
  serviceAccount: "controller",
  tags: {},
};

function made(overrides: Partial<ControllerRoleArgs> = {}) {
  return registeredResources(() => new ControllerRole("controller", { ...args, ...overrides }), {
    stateOf: cloudOutputs,
  });
}

describe("ControllerRole", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await made();
  });

  it("allows only its service account to assume the role with IRSA", () => {
    assert.deepEqual(parsed(theResource(resources, "controller-role").inputs.assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/issuer.example" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "issuer.example:sub": "system:serviceaccount:karpenter-system:controller",
              "issuer.example:aud": "sts.amazonaws.com",
            },
          },
        },
      ],
    });
  });

  it("associates its service account with the role with Pod Identity", async () => {
    const withPodIdentity = await made({ identity: { kind: "pod-identity" } });
    assert.deepEqual(theResource(withPodIdentity, "controller-association").inputs, {
      clusterName: "prod",
      namespace: "karpenter-system",
      serviceAccount: "controller",
      roleArn: "arn:aws:iam::123456789012:role/prod-karpenter",
      tags: {},
    });
    const { assumeRolePolicy } = theResource(withPodIdentity, "controller-role").inputs;
    assert.deepEqual(parsed(assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    });
  });

  it("attaches each of the six policies with the right statements", () => {
    const policies = resources
      .filter(({ type }) => type === "aws:iam/policy:Policy")
      .map(({ inputs }) => [
        inputs.name,
        (parsed(inputs.policy) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid),
      ]);
    assert.deepEqual(Object.fromEntries(policies), {
      "KarpenterControllerNodeLifecyclePolicy-prod": [
        "AllowScopedEC2InstanceAccessActions",
        "AllowScopedEC2LaunchTemplateAccessActions",
        "AllowScopedEC2InstanceActionsWithTags",
        "AllowScopedResourceCreationTagging",
        "AllowScopedResourceTagging",
        "AllowScopedDeletion",
      ],
      "KarpenterControllerIAMIntegrationPolicy-prod": [
        "AllowPassingInstanceRole",
        "AllowScopedInstanceProfileCreationActions",
        "AllowScopedInstanceProfileTagActions",
        "AllowScopedInstanceProfileActions",
      ],
      "KarpenterControllerEKSIntegrationPolicy-prod": ["AllowAPIServerEndpointDiscovery"],
      "KarpenterControllerInterruptionPolicy-prod": ["AllowInterruptionQueueActions"],
      "KarpenterControllerZonalShiftPolicy-prod": ["AllowZonalShiftStatusReadOnly"],
      "KarpenterControllerResourceDiscoveryPolicy-prod": [
        "AllowRegionalReadActions",
        "AllowSSMReadActions",
        "AllowPricingReadActions",
        "AllowUnscopedInstanceProfileListAction",
        "AllowInstanceProfileReadActions",
      ],
    });
    const attached = resources
      .filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .map(({ inputs }) => inputs);
    assert.deepEqual(
      attached,
      [
        "EKSIntegration",
        "IAMIntegration",
        "Interruption",
        "NodeLifecycle",
        "ResourceDiscovery",
        "ZonalShift",
      ].map((policy) => ({
        role: "prod-karpenter",
        policyArn: `arn:aws:iam::123456789012:policy/KarpenterController${policy}Policy-prod`,
      })),
    );
  });

  it("shows every document at a preview, except those with the role and the queue, which do not exist yet", async () => {
    const preview = await registeredResources(
      () => {
        const [role, queue] = ["role", "queue"].map((name) => new aws.sqs.Queue(name));
        return new ControllerRole("controller", {
          ...args,
          nodeRoleArn: role?.arn ?? "",
          queueArn: queue?.arn ?? "",
        });
      },
      { preview: true },
    );
    const hidden = preview
      .filter(({ type, inputs }) => type === "aws:iam/policy:Policy" && isUnknown(inputs.policy))
      .map(({ name }) => name);
    assert.deepEqual(hidden, [
      "controller-iam-integration-policy",
      "controller-interruption-policy",
    ]);
  });

  it("allows to pass only the node role, to read only its queue, and to describe only its cluster", () => {
    assert.equal(
      resourceOfFirstStatement(resources, "controller-iam-integration-policy"),
      "arn:aws:iam::123456789012:role/nodes",
    );
    assert.equal(
      resourceOfFirstStatement(resources, "controller-interruption-policy"),
      "arn:aws:sqs:us-east-1:123456789012:interruptions",
    );
    assert.equal(
      resourceOfFirstStatement(resources, "controller-eks-integration-policy"),
      "arn:aws:eks:us-east-1:123456789012:cluster/prod",
    );
  });
});

function isUnknown(value: unknown): boolean {
  return typeof value !== "string";
}

function parsed(document: unknown): unknown {
  return JSON.parse(String(document));
}

function resourceOfFirstStatement(resources: readonly RegisteredResource[], name: string): unknown {
  const { policy } = theResource(resources, name).inputs;
  return (parsed(policy) as { Statement: { Resource: unknown }[] }).Statement[0]?.Resource;
}
