import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { Karpenter, type KarpenterArgs } from "../../../components/karpenter/karpenter";
import { cloudOutputs } from "../../support/cloud-outputs";
import {
  nameOf,
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const irsa: KarpenterArgs = {
  clusterName: "prod",
  clusterArn: "arn:aws:eks:us-east-1:123456789012:cluster/prod",
  region: "us-east-1",
  partition: "aws",
  accountId: "123456789012",
  version: "1.14.1",
  identity: {
    kind: "irsa",
    oidcProviderArn:
      "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
    oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
  },
  protect: true,
  tags: { environment: "production" },
};
const podIdentity: KarpenterArgs = { ...irsa, identity: { kind: "pod-identity" } };

function made(args: KarpenterArgs, engine = {}): Promise<readonly RegisteredResource[]> {
  return registeredResources(() => new Karpenter("karpenter", args), {
    stateOf: cloudOutputs,
    ...engine,
  });
}

const everything = [
  "accelerator-platform:karpenter:ControllerRole::karpenter-controller",
  "accelerator-platform:karpenter:InterruptionQueue::karpenter-interruption",
  "accelerator-platform:karpenter:Karpenter::karpenter",
  "accelerator-platform:karpenter:NodeRole::karpenter-node",
  "aws:cloudwatch/eventRule:EventRule::karpenter-interruption-capacity-reservation-interruption-rule",
  "aws:cloudwatch/eventRule:EventRule::karpenter-interruption-instance-state-change-rule",
  "aws:cloudwatch/eventRule:EventRule::karpenter-interruption-rebalance-rule",
  "aws:cloudwatch/eventRule:EventRule::karpenter-interruption-scheduled-change-rule",
  "aws:cloudwatch/eventRule:EventRule::karpenter-interruption-spot-interruption-rule",
  "aws:cloudwatch/eventTarget:EventTarget::karpenter-interruption-capacity-reservation-interruption-target",
  "aws:cloudwatch/eventTarget:EventTarget::karpenter-interruption-instance-state-change-target",
  "aws:cloudwatch/eventTarget:EventTarget::karpenter-interruption-rebalance-target",
  "aws:cloudwatch/eventTarget:EventTarget::karpenter-interruption-scheduled-change-target",
  "aws:cloudwatch/eventTarget:EventTarget::karpenter-interruption-spot-interruption-target",
  "aws:eks/accessEntry:AccessEntry::karpenter-node-access-entry",
  "aws:iam/policy:Policy::karpenter-controller-eks-integration-policy",
  "aws:iam/policy:Policy::karpenter-controller-iam-integration-policy",
  "aws:iam/policy:Policy::karpenter-controller-interruption-policy",
  "aws:iam/policy:Policy::karpenter-controller-node-lifecycle-policy",
  "aws:iam/policy:Policy::karpenter-controller-resource-discovery-policy",
  "aws:iam/policy:Policy::karpenter-controller-zonal-shift-policy",
  "aws:iam/role:Role::karpenter-controller-role",
  "aws:iam/role:Role::karpenter-node-role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-eks-integration-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-iam-integration-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-interruption-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-node-lifecycle-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-resource-discovery-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-controller-zonal-shift-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-node-cni-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-node-registry-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-node-ssm-attachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment::karpenter-node-worker-attachment",
  "aws:sqs/queue:Queue::karpenter-interruption-queue",
  "aws:sqs/queuePolicy:QueuePolicy::karpenter-interruption-queue-policy",
  "kubernetes:helm.sh/v3:Release::karpenter-crd-release",
  "kubernetes:helm.sh/v3:Release::karpenter-release",
];
const association =
  "aws:eks/podIdentityAssociation:PodIdentityAssociation::karpenter-controller-association";

const components = everything.filter((name) => name.startsWith("accelerator-platform:"));
const customResources = everything.filter((name) => !components.includes(name));
const releases = customResources.filter((name) => name.startsWith("kubernetes:"));
const inAws = customResources.filter((name) => !releases.includes(name));

describe("Karpenter", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await made(irsa);
  });

  it("registers exactly these resources with IRSA", () => {
    assert.deepEqual(resources.map(nameOf), everything);
  });

  it("registers one more association with Pod Identity, and no other resource", async () => {
    const withAssociation = [...everything, association].sort();
    assert.deepEqual((await made(podIdentity)).map(nameOf), withAssociation);
  });

  it("registers the same resources at a preview, which knows no outputs", async () => {
    const preview = await made(irsa, { preview: true, stateOf: () => ({}) });
    assert.deepEqual(preview.map(nameOf), everything);
  });

  it("makes every resource a child of the component that creates it", () => {
    const childrenOf = (parent: string) =>
      resources.filter((resource) => resource.parent === parent).map(nameOf);
    const named = (prefix: string) =>
      customResources.filter((resource) => resource.split("::")[1]?.startsWith(prefix));
    const [controllerRole = "", queue = "", karpenter = "", nodeRole = ""] = components;
    assert.deepEqual(childrenOf(""), [karpenter]);
    assert.deepEqual(childrenOf(karpenter), [controllerRole, queue, nodeRole, ...releases]);
    assert.deepEqual(childrenOf(controllerRole), named("karpenter-controller-"));
    assert.deepEqual(childrenOf(queue), named("karpenter-interruption-"));
    assert.deepEqual(childrenOf(nodeRole), named("karpenter-node-"));
  });

  it("registers outputs for each of its components", () => {
    const outputs = resources
      .filter((resource) => components.includes(nameOf(resource)))
      .map((resource) => [resource.name, resource.outputs]);
    assert.deepEqual(Object.fromEntries(outputs), {
      "karpenter-controller": { roleArn: "arn:aws:iam::123456789012:role/prod-karpenter" },
      "karpenter-interruption": {
        queueName: "prod",
        queueArn: "arn:aws:sqs:us-east-1:123456789012:prod",
      },
      karpenter: {
        nodeRoleName: "KarpenterNodeRole-prod",
        plainNodeRoleName: "KarpenterNodeRole-prod",
        nodeRoleArn: "arn:aws:iam::123456789012:role/KarpenterNodeRole-prod",
        queueName: "prod",
        queueArn: "arn:aws:sqs:us-east-1:123456789012:prod",
        releaseName: "karpenter",
      },
      "karpenter-node": {
        roleName: "KarpenterNodeRole-prod",
        roleArn: "arn:aws:iam::123456789012:role/KarpenterNodeRole-prod",
      },
    });
  });

  it("deletes the controller first, then the CRD release, then everything in AWS", () => {
    assert.deepEqual(theResource(resources, "karpenter-crd-release").dependencies, inAws);
    assert.deepEqual(theResource(resources, "karpenter-release").dependencies, [
      "aws:iam/role:Role::karpenter-controller-role",
      "kubernetes:helm.sh/v3:Release::karpenter-crd-release",
    ]);
  });

  it("keeps the Pod Identity association until both releases are deleted", async () => {
    const { dependencies } = theResource(await made(podIdentity), "karpenter-crd-release");
    assert.deepEqual(dependencies, [...inAws, association].sort());
  });

  it("protects the resources whose loss would remove nodes, and only in a protected stack", async () => {
    const protectedOnes = resources.filter((resource) => resource.protect).map(nameOf);
    assert.deepEqual(protectedOnes, ["aws:iam/role:Role::karpenter-node-role", ...releases]);
    const unprotected = await made({ ...irsa, protect: false });
    assert.deepEqual(
      unprotected.filter((resource) => resource.protect),
      [],
    );
  });

  it("tags every AWS resource that can have tags", () => {
    const untagged = resources
      .filter((resource) => inAws.includes(nameOf(resource)) && !("tags" in resource.inputs))
      .map((resource) => resource.type);
    assert.deepEqual(
      [...new Set(untagged)],
      [
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:sqs/queuePolicy:QueuePolicy",
      ],
    );
  });
});

describe("Karpenter's releases", () => {
  it("are two charts of the same version in one namespace, and the controller's chart installs no CRDs", async () => {
    const resources = await made(irsa);
    const common = {
      version: "1.14.1",
      namespace: "kube-system",
      timeout: 900,
      atomic: true,
      maxHistory: 5,
      disableOpenapiValidation: false,
      compat: "true",
    };
    assert.deepEqual(theResource(resources, "karpenter-crd-release").inputs, {
      ...common,
      name: "karpenter-crd",
      chart: "oci://public.ecr.aws/karpenter/karpenter-crd",
      skipCrds: false,
      values: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } },
    });
    const { values, ...controller } = theResource(resources, "karpenter-release").inputs;
    assert.deepEqual(controller, {
      ...common,
      name: "karpenter",
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      skipCrds: true,
    });
    assert.deepEqual(
      { settings: valueAt(values, "settings"), serviceAccount: valueAt(values, "serviceAccount") },
      {
        settings: {
          clusterName: "prod",
          interruptionQueue: "prod",
          featureGates: {
            reservedCapacity: true,
            spotToSpotConsolidation: false,
            nodeRepair: false,
            nodeOverlay: false,
            staticCapacity: false,
            capacityBuffer: false,
          },
        },
        serviceAccount: {
          create: true,
          name: "karpenter",
          annotations: {
            "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/prod-karpenter",
          },
        },
      },
    );
  });

  it("annotate the service account with no role with Pod Identity", async () => {
    const { values } = theResource(await made(podIdentity), "karpenter-release").inputs;
    assert.deepEqual(valueAt(values, "serviceAccount"), {
      create: true,
      name: "karpenter",
      annotations: {},
    });
  });

  it("change one feature gate and keep the others", async () => {
    const resources = await made({ ...irsa, featureGates: { staticCapacity: true } });
    const { values } = theResource(resources, "karpenter-release").inputs;
    assert.deepEqual(valueAt(valueAt(values, "settings"), "featureGates"), {
      reservedCapacity: true,
      spotToSpotConsolidation: false,
      nodeRepair: false,
      nodeOverlay: false,
      staticCapacity: true,
      capacityBuffer: false,
    });
  });
});

describe("the settings since Karpenter 1.15", () => {
  const settingsOf = async (changes: Partial<KarpenterArgs>) => {
    const resources = await made({ ...irsa, ...changes });
    return valueAt(theResource(resources, "karpenter-release").inputs["values"], "settings");
  };

  it("are all passed to a chart that has them, off unless they are named", async () => {
    const settings = await settingsOf({
      version: "1.15.2",
      settingsOf115: { terminateFirstDrift: true },
    });
    assert.deepEqual(settings, {
      clusterName: "prod",
      interruptionQueue: "prod",
      featureGates: {
        reservedCapacity: true,
        spotToSpotConsolidation: false,
        nodeRepair: false,
        nodeOverlay: false,
        staticCapacity: false,
        capacityBuffer: false,
        terminateFirstDrift: true,
        terminateFirstRepair: false,
        podDeletionCostManagement: false,
      },
      awsFeatureGates: {
        nodeClassCEL: false,
        rebootForRepair: false,
        draNVIDIAGPU: false,
        draEFA: false,
      },
      enableDRA: false,
      legacyNodeRepair: false,
    });
  });

  it("are not passed to an older chart, which would ignore them, and are refused there", async () => {
    const settings = await settingsOf({ version: "1.14.1" });
    assert.deepEqual(Object.keys(settings as object).sort(), [
      "clusterName",
      "featureGates",
      "interruptionQueue",
    ]);
    await assert.rejects(
      settingsOf({ version: "1.14.1", settingsOf115: { rebootForRepair: true } }),
      /settingsOf115: not known to Karpenter's chart 1\.14\.1, got rebootForRepair; expected none/,
    );
  });

  it("let the controller reboot instances with the gate alone", async () => {
    const mayReboot = async (rebootForRepair: boolean) => {
      const resources = await made({
        ...irsa,
        version: "1.15.2",
        settingsOf115: { rebootForRepair },
      });
      const { inputs } = theResource(resources, "karpenter-controller-node-lifecycle-policy");
      return String(inputs["policy"]).includes("ec2:RebootInstances");
    };
    assert.equal(await mayReboot(true), true);
    assert.equal(await mayReboot(false), false);
  });
});

function valueAt(values: unknown, key: string): unknown {
  return (values as Readonly<Record<string, unknown>>)[key];
}
