import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { outlastedBy } from "../../support/dependency-graph";
import { platformResources } from "../../support/platform";
import { nameOf, theResource, type RegisteredResource } from "../../support/registered-resources";
import { stackConfig } from "../../support/stack-values";

const stack = "production-us-east-1";
const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

function withCluster(changes: Partial<PlatformConfig["cluster"]>): Partial<PlatformConfig> {
  return { cluster: { ...stackConfig(stack).cluster, ...changes } };
}

/** What has to go before the last of these may, and does not. */
function goesAfter(
  resources: readonly RegisteredResource[],
  first: RegExp,
  last: readonly string[],
): readonly string[] {
  const earlier = resources.filter((resource) => first.test(nameOf(resource)));
  assert.ok(earlier.length > 0, "an empty side proves nothing");
  return earlier.flatMap((resource) => {
    const outlasting = outlastedBy(resources, resource);
    return last.filter((name) => !outlasting.has(name)).map((name) => `${resource.name} ${name}`);
  });
}

describe("a key for volumes that the stack creates", () => {
  let resources: readonly RegisteredResource[];
  before(async () => {
    resources = await platformResources(stack, withCluster({ volumeKey: "own" }));
  });

  const rootVolume = (resource: RegisteredResource) => {
    const { blockDeviceMappings } = resource.inputs["spec"] as {
      blockDeviceMappings: readonly { ebs: Record<string, unknown> }[];
    };
    return blockDeviceMappings[0]?.ebs;
  };

  it("is named by every node class, as plain text", async () => {
    const preview = await platformResources(stack, withCluster({ volumeKey: "own" }), {
      preview: true,
    });
    const classes = preview.filter(({ type }) => type === nodeClass);
    assert.ok(classes.length > 3);
    for (const resource of classes) {
      assert.equal(rootVolume(resource)?.["kmsKeyID"], "alias/production-us-east-1-volumes");
      assert.equal(rootVolume(resource)?.["encrypted"], true);
    }
  });

  it("is used in the launch template of the system nodes", () => {
    const { dependencies } = theResource(resources, "system-nodes-template");
    assert.ok(dependencies.includes("aws:kms/key:Key::volumes-key"));
  });

  it("is created before every node and deleted after every node", () => {
    const key = ["aws:kms/key:Key::volumes-key", "aws:kms/alias:Alias::volumes-alias"];
    const nodes = new RegExp(`^(${nodePool}|${nodeClass}|aws:eks/nodeGroup:NodeGroup)::`);
    assert.deepEqual(goesAfter(resources, nodes, key), []);
  });

  it("is protected with the stack", async () => {
    assert.equal(theResource(resources, "volumes-key").protect, true);
    const open = await platformResources(stack, {
      ...withCluster({ volumeKey: "own" }),
      protect: false,
    });
    assert.equal(theResource(open, "volumes-key").protect, false);
  });

  it("is not created by default, and no node names a key", async () => {
    const plain = await platformResources(stack);
    assert.deepEqual(plain.filter(({ name }) => name.startsWith("volumes")).map(nameOf), []);
    for (const resource of plain.filter(({ type }) => type === nodeClass)) {
      assert.equal("kmsKeyID" in (rootVolume(resource) ?? {}), false);
    }
  });
});

describe("the role for Spot instances", () => {
  it("is created before Karpenter when the stack owns it, and by no shipped stack", async () => {
    const owner = await platformResources(stack, withCluster({ ownsSpotServiceLinkedRole: true }));
    assert.deepEqual(
      goesAfter(owner, /::karpenter-release$/, [
        "aws:iam/serviceLinkedRole:ServiceLinkedRole::spot-role",
      ]),
      [],
    );
    const shipped = await platformResources(stack);
    assert.equal(
      shipped.some(({ type }) => type === "aws:iam/serviceLinkedRole:ServiceLinkedRole"),
      false,
    );
  });
});

describe("node health", () => {
  const gates = (resources: readonly RegisteredResource[]) => {
    const { values } = theResource(resources, "karpenter-release").inputs as {
      values: { settings: { featureGates: Record<string, boolean> } };
    };
    return values.settings.featureGates;
  };
  const agents = (resources: readonly RegisteredResource[]) =>
    resources.filter(({ name }) => name.endsWith("eks-node-monitoring-agent"));

  it("is neither watched nor repaired by default", async () => {
    const resources = await platformResources(stack);
    assert.equal(gates(resources)["nodeRepair"], false);
    assert.deepEqual(agents(resources), []);
  });

  it("is watched by an add-on that is installed after the nodes", async () => {
    const { versions } = stackConfig(stack);
    assert.ok(versions.addons);
    const resources = await platformResources(stack, {
      ...withCluster({ nodeMonitoring: true }),
      versions: {
        ...versions,
        addons: { ...versions.addons, "eks-node-monitoring-agent": "v1.7.0-eksbuild.1" },
      },
    });
    assert.deepEqual(
      agents(resources).map(({ name, inputs }) => [name, inputs["addonVersion"]]),
      [["addons-after-nodes-eks-node-monitoring-agent", "v1.7.0-eksbuild.1"]],
    );
  });

  it("is repaired through Karpenter's feature gate when the stack turns it on", async () => {
    const resources = await platformResources(stack, {
      karpenter: {
        ...stackConfig(stack).karpenter,
        nodeRepair: { enabled: true, interruptsTraining: true, legacy: false },
      },
    });
    assert.equal(gates(resources)["nodeRepair"], true);
  });
});

describe("ranges for pods", () => {
  it("are deleted after every node, because they hold the nodes' interfaces", async () => {
    const resources = await platformResources(stack);
    const ranges = resources.filter(({ name }) => name.startsWith("network-pods-")).map(nameOf);
    assert.equal(ranges.length, 2 + 6 + 6);
    const nodes = new RegExp(`^(${nodePool}|aws:eks/nodeGroup:NodeGroup)::`);
    assert.deepEqual(goesAfter(resources, nodes, ranges), []);
  });
});
