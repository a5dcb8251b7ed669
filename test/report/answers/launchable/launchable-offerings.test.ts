import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  launchableOfferings,
  type LaunchableOfferings,
} from "../../../../report/answers/launchable/launchable-offerings";
import { readNodePool, type NodePool } from "../../../../scheduling/node-pool/node-pool";
import type { Place } from "../../../../scheduling/catalogue/place";
import type { NodeSelectorRequirement } from "../../../../scheduling/requirements/requirements";
import { seedNodePool, type SeedNodePoolName } from "../../../support/seeds";

// Who offers what: EC2 DescribeInstanceTypeOfferings by zone id, 2026-08-01. In ap-northeast-1 there are apne1-az1,
// az2 and az4; g5, g6 and p5.48xlarge are in az1 and az4, g4dn in all three.

const names = ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"];
const tokyo: Place = { region: "ap-northeast-1", zones: names.map((name) => ({ name })) };
const tokyoWithIds: Place = {
  region: "ap-northeast-1",
  zones: [
    { name: "ap-northeast-1a", id: "apne1-az4" },
    { name: "ap-northeast-1c", id: "apne1-az1" },
    { name: "ap-northeast-1d", id: "apne1-az2" },
  ],
};
const virginia: Place = {
  region: "us-east-1",
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"].map((name) => ({ name })),
};

function seed(name: SeedNodePoolName): NodePool {
  const { pool } = readNodePool(seedNodePool(name));
  assert.ok(pool);
  return pool;
}

function pool(...requirements: readonly NodeSelectorRequirement[]) {
  return { name: "gpu", labels: {}, requirements };
}

function oneOf(key: string, ...values: readonly string[]): NodeSelectorRequirement {
  return { key, operator: "In", values };
}
const family = (...values: readonly string[]) =>
  oneOf("karpenter.k8s.aws/instance-family", ...values);
const type = (...values: readonly string[]) => oneOf("node.kubernetes.io/instance-type", ...values);

function typeOf(answer: LaunchableOfferings, name: string) {
  return answer.types.find((each) => each.name === name);
}

describe("launchable types", () => {
  it("come with processor, memory, devices and a price", () => {
    const [only, ...rest] = launchableOfferings(pool(type("g5.48xlarge")), tokyoWithIds).types;
    assert.deepEqual(rest, []);
    assert.deepEqual(only, {
      name: "g5.48xlarge",
      arch: "amd64",
      cpu: 192,
      memoryMebibytes: 786432,
      accelerator: { name: "a10g", kind: "nvidia", resource: "nvidia.com/gpu", devices: 8 },
      onDemandUsdPerHour: 16.288,
      zoneIds: ["apne1-az4", "apne1-az1"],
      zones: ["ap-northeast-1a", "ap-northeast-1c"],
      zonesAtLeast: 2,
      zonesAtMost: 2,
    });
  });

  it("have 0 devices where EC2 sells a fraction of a GPU", () => {
    const answer = launchableOfferings(pool(family("g6f", "gr6f")), tokyo);
    assert.deepEqual(
      answer.types.map(({ name, accelerator }) => [name, accelerator?.name, accelerator?.devices]),
      [
        ["g6f.2xlarge", "l4", 0],
        ["g6f.4xlarge", "l4", 0],
        ["g6f.large", "l4", 0],
        ["g6f.xlarge", "l4", 0],
        ["gr6f.4xlarge", "l4", 0],
      ],
    );
  });

  it("are counted by zone and capacity type if zone ids are known", () => {
    const answer = launchableOfferings(
      pool(
        type("g5.xlarge", "g4dn.xlarge"),
        oneOf("karpenter.sh/capacity-type", "on-demand", "spot"),
      ),
      tokyoWithIds,
    );
    assert.deepEqual(answer.capacityTypes, ["spot", "on-demand"]);
    // g5.xlarge in two zones and g4dn.xlarge in three, each of them Spot and on demand.
    assert.equal(answer.offerings, 10);
    assert.deepEqual(answer.notOffered, []);
    assert.equal("placeExcludedBy" in answer, false);
    // The amount of reserved capacity is not known.
    const anyCapacity = launchableOfferings(pool(type("g5.xlarge", "g4dn.xlarge")), tokyoWithIds);
    assert.deepEqual(anyCapacity.capacityTypes, ["reserved", "spot", "on-demand"]);
    assert.equal(anyCapacity.offerings, 10);
    assert.deepEqual(answer.zones, [
      { zoneId: "apne1-az4", name: "ap-northeast-1a", types: 2, families: ["g4dn", "g5"] },
      { zoneId: "apne1-az1", name: "ap-northeast-1c", types: 2, families: ["g4dn", "g5"] },
      { zoneId: "apne1-az2", name: "ap-northeast-1d", types: 1, families: ["g4dn"] },
    ]);
  });

  it("say how many zones offer them at least and at most if zone ids are not known", () => {
    const inTokyo = launchableOfferings(pool(type("g5.xlarge", "g4dn.xlarge")), tokyo);
    assert.equal(inTokyo.offerings, undefined);
    assert.equal(inTokyo.zoneIdsAreKnown, false);
    // Three names and three ids: whatever the mapping, one zone is apne1-az2.
    const { zones, zonesAtLeast, zonesAtMost } = typeOf(inTokyo, "g5.xlarge") ?? {};
    assert.deepEqual([zones, zonesAtLeast, zonesAtMost], [undefined, 2, 2]);
    // trn1.2xlarge: two of us-east-1's six ids, so none of three zones may have it.
    const trainium = launchableOfferings(pool(type("trn1.2xlarge")), virginia);
    const found = typeOf(trainium, "trn1.2xlarge");
    assert.deepEqual(found?.zoneIds, ["use1-az5", "use1-az6"]);
    assert.deepEqual([found?.zonesAtLeast, found?.zonesAtMost], [0, 2]);
  });

  it("use the zone ids of the region if no zones are given", () => {
    const answer = launchableOfferings(pool(type("p5en.48xlarge")), {
      region: "ap-northeast-1",
      zones: [],
    });
    assert.deepEqual(answer.types[0]?.zones, ["apne1-az4"]);
  });

  it("are limited by requirements on zone, zone id and region", () => {
    const g5 = type("g5.xlarge");
    const zone = oneOf("topology.kubernetes.io/zone", "ap-northeast-1d");
    const atD = launchableOfferings(pool(g5, zone), tokyoWithIds);
    assert.deepEqual([atD.types, atD.notOffered], [[], ["g5.xlarge"]]);
    const foreign = launchableOfferings(
      pool(g5, oneOf("topology.kubernetes.io/zone", "us-west-2a")),
      tokyo,
    );
    assert.equal(foreign.placeExcludedBy, "topology.kubernetes.io/zone In [us-west-2a]");
    const byId = launchableOfferings(
      pool(g5, oneOf("topology.k8s.aws/zone-id", "apne1-az1")),
      tokyoWithIds,
    );
    assert.deepEqual(byId.types[0]?.zones, ["ap-northeast-1c"]);
    const elsewhere = launchableOfferings(
      pool(g5, oneOf("topology.kubernetes.io/region", "us-east-1")),
      tokyo,
    );
    assert.equal(elsewhere.placeExcludedBy, "topology.kubernetes.io/region In [us-east-1]");
    assert.deepEqual(elsewhere.types, []);
  });

  it("are none if a requirement names zone ids that do not offer them", () => {
    const answer = launchableOfferings(
      pool(type("g5.xlarge"), oneOf("topology.k8s.aws/zone-id", "apne1-az2")),
      tokyo,
    );
    assert.deepEqual([answer.types, answer.notOffered], [[], ["g5.xlarge"]]);
  });

  it("are all that match in a region without recorded offerings", () => {
    const answer = launchableOfferings(pool(type("g5.xlarge")), {
      region: "xx-nowhere-1",
      zones: [{ name: "xx-nowhere-1a" }],
    });
    assert.equal(answer.regionIsKnown, false);
    assert.deepEqual(
      answer.types.map(({ name, zonesAtLeast, zonesAtMost }) => [name, zonesAtLeast, zonesAtMost]),
      [["g5.xlarge", 0, 1]],
    );
  });

  it("are none for a pool that the API server refuses", () => {
    const answer = launchableOfferings(seed("trainium-trn1"), virginia);
    assert.deepEqual(answer.types, []);
    assert.deepEqual(answer.refusedKeys, [
      '"karpenter.k8s.aws/instance-type" is refused by the NodePool CRD; use node.kubernetes.io/instance-type for instance types',
    ]);
  });

  it("come with the requirements that keep other types out, and with unknown names", () => {
    const answer = launchableOfferings(pool(family("g5", "g55")), tokyo);
    assert.equal(
      answer.exclusions[0]?.requirement,
      "karpenter.k8s.aws/instance-family In [g5 g55]",
    );
    assert.equal(answer.catalogue.types, 1363);
    assert.deepEqual(answer.nearMisses, []);
    assert.deepEqual(answer.unknownNames, ["g55"]);
  });

  it("are counted for minValues only if the region offers them", () => {
    const wanted = { ...family("p4de", "p5", "p5e"), minValues: 3 };
    assert.deepEqual(launchableOfferings(pool(wanted), tokyo).minValuesShortfalls, [
      { key: "karpenter.k8s.aws/instance-family", minValues: 3, offered: 2 },
    ]);
  });

  it("are found quickly for any number of requirements", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      oneOf(`team.example/key-${index}`, "a"),
    );
    const start = performance.now();
    assert.equal(launchableOfferings(pool(...many, type("g5.xlarge")), tokyo).types.length, 1);
    assert.ok(performance.now() - start < 10_000);
  });
});
