import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { outlastedBy } from "../../support/dependency-graph";
import { platformResources } from "../../support/platform";
import { nameOf, type RegisteredResource, theResource } from "../../support/registered-resources";

const stack = "production-us-east-1";

function featureGates(resources: readonly RegisteredResource[]): unknown {
  const { values } = theResource(resources, "karpenter-release").inputs as {
    values: { settings: { featureGates: unknown } };
  };
  return values.settings.featureGates;
}

const withTiers = (
  tiers: PlatformConfig["tiers"],
  nodeClasses: PlatformConfig["nodeClasses"] = {},
) => platformResources(stack, { tiers, nodeClasses });

describe("the platform of a stack with a static pool", () => {
  it("turns on only the feature gate that a static pool needs", async () => {
    assert.deepEqual(featureGates(await withTiers({ "gpu-training": { replicas: 2 } })), {
      reservedCapacity: true,
      spotToSpotConsolidation: false,
      nodeRepair: false,
      nodeOverlay: false,
      staticCapacity: true,
      capacityBuffer: false,
    });
  });

  it("leaves the gate off in every other stack", async () => {
    assert.deepEqual(featureGates(await withTiers({ "gpu-training": {} })), {
      reservedCapacity: true,
      spotToSpotConsolidation: false,
      nodeRepair: false,
      nodeOverlay: false,
      staticCapacity: false,
      capacityBuffer: false,
    });
  });
});

describe("the platform of a stack with both slots of a tier", () => {
  it("has a pool and a node class for each slot, with the slot in the name", async () => {
    const resources = await withTiers({
      "gpu-training": { retired: true },
      "gpu-training-b": { weight: 95 },
    });
    const pools = resources
      .filter(({ type }) => /::?(NodePool|EC2NodeClass)$/.test(type))
      .map(({ name, inputs }) => [name, (inputs["metadata"] as { name: string }).name]);
    assert.deepEqual(pools.sort(), [
      ["gpu-training-b-node-pool", "gpu-training-b"],
      ["gpu-training-node-pool", "gpu-training"],
      ["node-class-gpu-training-b-ec2-node-class", "gpu-training-b"],
      ["node-class-gpu-training-ec2-node-class", "gpu-training"],
    ]);
  });

  it("changes nothing in the first slot when the second is added", async () => {
    const alone = await withTiers({ "gpu-training": {} });
    const both = await withTiers(
      { "gpu-training": {}, "gpu-training-b": { weight: 95 } },
      { "gpu-training-b": { amiAlias: "al2023@v20261101" } },
    );
    for (const resource of alone) {
      const later = both.find((other) => nameOf(other) === nameOf(resource));
      if (resource.name === "stack") continue;
      assert.deepEqual(later?.inputs, resource.inputs, nameOf(resource));
    }
  });
});

describe("the platform of a stack with EFA", () => {
  it("has the device plugin, which is deleted after the pool that uses it", async () => {
    const resources = await withTiers({ "gpu-training": { efa: true } });
    const pool = theResource(resources, "gpu-training-node-pool");
    const plugin = nameOf(theResource(resources, "efa-release"));
    assert.ok(outlastedBy(resources, pool).has(plugin));
  });

  // https://github.com/kubernetes-sigs/karpenter/issues/751
  it("reserves huge pages on its nodes, and tells Karpenter about them before the pool exists", async () => {
    const resources = await withTiers({ "gpu-training": { efa: true }, "gpu-inference": {} });
    const overlay = theResource(resources, "gpu-training-node-overlay-huge-pages");
    assert.deepEqual((overlay.inputs["spec"] as { capacity: unknown }).capacity, {
      "hugepages-2Mi": "10256Mi",
    });
    const pool = theResource(resources, "gpu-training-node-pool");
    assert.ok(outlastedBy(resources, pool).has(nameOf(overlay)));
    assert.equal((featureGates(resources) as { nodeOverlay: boolean }).nodeOverlay, true);
    const userDataOf = (nodeClass: string) =>
      (
        theResource(resources, `node-class-${nodeClass}-ec2-node-class`).inputs["spec"] as {
          userData?: string;
        }
      ).userData;
    assert.match(userDataOf("gpu-training") ?? "", /vm\.nr_hugepages=5128/);
    assert.equal(userDataOf("gpu-optimized"), undefined);
  });

  it("has no device plugin when no tier asks for it", async () => {
    const resources = await withTiers({ "gpu-training": {} });
    assert.deepEqual(
      resources.filter(({ name }) => name.startsWith("efa")),
      [],
    );
  });
});

describe("the platform of a stack that creates a placement group", () => {
  it("creates a cluster placement group, which is deleted after the class that names it", async () => {
    const resources = await withTiers(
      { "gpu-training": { zones: ["us-east-1b"] } },
      { "gpu-training": { placementGroup: { own: true } } },
    );
    const group = theResource(resources, "node-class-gpu-training-placement-group");
    assert.equal(group.type, "aws:ec2/placementGroup:PlacementGroup");
    assert.equal(group.inputs["name"], "production-us-east-1-gpu-training");
    assert.equal(group.inputs["strategy"], "cluster");
    const nodeClass = theResource(resources, "node-class-gpu-training-ec2-node-class");
    const { placementGroupSelector } = nodeClass.inputs["spec"] as Record<string, unknown>;
    assert.deepEqual(placementGroupSelector, { name: "production-us-east-1-gpu-training" });
    assert.ok(outlastedBy(resources, nodeClass).has(nameOf(group)));
  });

  it("uses an existing group and creates none", async () => {
    const resources = await withTiers(
      { "gpu-training": { zones: ["us-east-1b"] } },
      { "gpu-training": { placementGroup: { name: "p5" } } },
    );
    assert.deepEqual(
      resources.filter(({ type }) => type.includes("placementGroup")),
      [],
    );
  });
});
