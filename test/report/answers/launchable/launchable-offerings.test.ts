import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  launchableOfferings,
  type LaunchableOfferings,
} from "../../../../report/answers/launchable/launchable-offerings";
import { explainType } from "../../../../scheduling/launchable/exclusions";
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

  it("are counted by zone and capacity type where zone ids are known", () => {
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
    // Nobody knows how much reserved capacity there is.
    const anyCapacity = launchableOfferings(pool(type("g5.xlarge", "g4dn.xlarge")), tokyoWithIds);
    assert.deepEqual(anyCapacity.capacityTypes, ["reserved", "spot", "on-demand"]);
    assert.equal(anyCapacity.offerings, 10);
    assert.deepEqual(answer.zones, [
      { zoneId: "apne1-az4", name: "ap-northeast-1a", types: 2, families: ["g4dn", "g5"] },
      { zoneId: "apne1-az1", name: "ap-northeast-1c", types: 2, families: ["g4dn", "g5"] },
      { zoneId: "apne1-az2", name: "ap-northeast-1d", types: 1, families: ["g4dn"] },
    ]);
  });

  it("are told by how many zones offer them at least and at most where ids are not known", () => {
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

  it("go by the zone ids of the region where no zones are given", () => {
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

  it("are none of a zone id requirement's where only other ids offer them", () => {
    const answer = launchableOfferings(
      pool(type("g5.xlarge"), oneOf("topology.k8s.aws/zone-id", "apne1-az2")),
      tokyo,
    );
    assert.deepEqual([answer.types, answer.notOffered], [[], ["g5.xlarge"]]);
  });

  it("are all that match in a region of which nothing is recorded", () => {
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

  it("are none of a pool that the API server refuses", () => {
    const answer = launchableOfferings(seed("trainium-trn1"), virginia);
    assert.deepEqual(answer.types, []);
    assert.deepEqual(answer.refusedKeys, [
      '"karpenter.k8s.aws/instance-type" is refused by the NodePool CRD; use node.kubernetes.io/instance-type for instance types',
    ]);
  });
});

describe("excluded types", () => {
  it("are grouped by the requirement that keeps them out", () => {
    const answer = launchableOfferings(
      pool(family("g5"), oneOf("karpenter.k8s.aws/instance-size", "48xlarge")),
      tokyo,
    );
    // Karpenter 1.14.1 lists 1,363 types, eight of them g5, of which one has the size.
    const [first] = answer.exclusions;
    assert.deepEqual(answer.catalogue.types, 1363);
    assert.equal(first?.requirement, "karpenter.k8s.aws/instance-family In [g5]");
    assert.equal(first.types, 1355);
    const size = answer.exclusions[1];
    assert.equal(size?.requirement, "karpenter.k8s.aws/instance-size In [48xlarge]");
    // The other seven sizes of g5 fail on the size alone.
    assert.equal(size.alone, 7);
  });

  it("come with the strictest requirement first, of equally strict ones in the order of their texts", () => {
    const { exclusions } = launchableOfferings(
      pool(
        oneOf("karpenter.k8s.aws/instance-size", "48xlarge"),
        oneOf("karpenter.k8s.aws/instance-gpu-name", "a10g"),
        family("g5"),
      ),
      tokyo,
    );
    // All types with an A10G are g5, so without either requirement the other one stands.
    assert.deepEqual(exclusions, [
      { requirement: "karpenter.k8s.aws/instance-family In [g5]", types: 1355, alone: 0 },
      { requirement: "karpenter.k8s.aws/instance-gpu-name In [a10g]", types: 1355, alone: 0 },
      { requirement: "karpenter.k8s.aws/instance-size In [48xlarge]", types: 1298, alone: 7 },
    ]);
  });

  it("are near misses of a family that a named type is of", () => {
    assert.deepEqual(launchableOfferings(pool(type("g4ad.xlarge")), tokyo).nearMisses, [
      {
        excludedBy: "node.kubernetes.io/instance-type In [g4ad.xlarge]",
        types: ["g4ad.16xlarge", "g4ad.2xlarge", "g4ad.4xlarge", "g4ad.8xlarge"],
      },
    ]);
  });

  it("are near misses of an accelerator or of an accelerated category that the pool names", () => {
    const small = oneOf("karpenter.k8s.aws/instance-size", "xlarge", "2xlarge");
    const misses = (key: string, value: string) =>
      launchableOfferings(pool(oneOf(key, value), small), tokyo).nearMisses;
    const excludedBy = "karpenter.k8s.aws/instance-size In [2xlarge xlarge]";
    assert.deepEqual(misses("karpenter.k8s.aws/instance-accelerator-name", "inferentia2"), [
      { excludedBy, types: ["inf2.24xlarge", "inf2.48xlarge", "inf2.8xlarge"] },
    ]);
    assert.deepEqual(misses("karpenter.k8s.aws/instance-category", "trn"), [
      { excludedBy, types: ["trn1.32xlarge", "trn1n.32xlarge", "trn2.48xlarge"] },
    ]);
    // Nobody asks why a pool for processors lacks a size.
    assert.deepEqual(misses("karpenter.k8s.aws/instance-category", "m"), []);
  });

  it("are near misses by the cause that has most of them first, then in the order of the texts", () => {
    const not = (key: string, value: string): NodeSelectorRequirement => ({
      key,
      operator: "NotIn",
      values: [value],
    });
    assert.deepEqual(
      launchableOfferings(
        pool(
          family("g5g"),
          not("node.kubernetes.io/instance-type", "g5g.xlarge"),
          not("karpenter.k8s.aws/instance-size", "2xlarge"),
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: ["32"] },
        ),
        tokyo,
      ).nearMisses,
      [
        {
          excludedBy: "karpenter.k8s.aws/instance-cpu Exists <=31",
          types: ["g5g.16xlarge", "g5g.8xlarge", "g5g.metal"],
        },
        {
          excludedBy: "karpenter.k8s.aws/instance-size NotIn [2xlarge]",
          types: ["g5g.2xlarge"],
        },
        {
          excludedBy: "node.kubernetes.io/instance-type NotIn [g5g.xlarge]",
          types: ["g5g.xlarge"],
        },
      ],
    );
  });

  it("are near misses by every requirement that keeps them out", () => {
    const { nearMisses } = launchableOfferings(
      pool(type("g4ad.xlarge"), oneOf("kubernetes.io/arch", "arm64")),
      tokyo,
    );
    assert.equal(
      nearMisses[0]?.excludedBy,
      "node.kubernetes.io/instance-type In [g4ad.xlarge]; kubernetes.io/arch In [arm64]",
    );
  });

  it("are near misses where the pool names their family, type or accelerator", () => {
    const { nearMisses } = launchableOfferings(
      pool(
        oneOf("karpenter.k8s.aws/instance-gpu-name", "l4"),
        { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
        oneOf("karpenter.k8s.aws/instance-size", "xlarge", "4xlarge"),
      ),
      tokyo,
    );
    assert.deepEqual(
      nearMisses.find(
        ({ excludedBy }) => excludedBy === "karpenter.k8s.aws/instance-gpu-count Exists >=1",
      )?.types,
      ["g6f.4xlarge", "g6f.xlarge", "gr6f.4xlarge"],
    );
  });

  it("that the seed for general GPU work almost launches are those of arm64 and the fractional ones", () => {
    assert.deepEqual(
      launchableOfferings(seed("gpu-general"), tokyo).nearMisses.map(({ excludedBy, types }) => [
        excludedBy,
        types,
      ]),
      [
        [
          "kubernetes.io/arch In [amd64]",
          ["g5g.16xlarge", "g5g.2xlarge", "g5g.4xlarge", "g5g.8xlarge", "g5g.metal", "g5g.xlarge"],
        ],
        [
          "karpenter.k8s.aws/instance-gpu-count Exists >=1",
          ["g6f.2xlarge", "g6f.4xlarge", "g6f.large", "g6f.xlarge"],
        ],
      ],
    );
  });

  it("are named where no instance type is called so", () => {
    assert.deepEqual(
      launchableOfferings(pool(family("g5", "g55"), type("g5.xlarge", "g5.tiny")), tokyo)
        .unknownNames,
      ["g5.tiny", "g55"],
    );
    assert.deepEqual(launchableOfferings(pool(family("zz9", "g5", "aa9")), tokyo).unknownNames, [
      "aa9",
      "zz9",
    ]);
    assert.deepEqual(launchableOfferings(pool(), tokyo).unknownNames, []);
  });

  it("are counted for minValues among what the region offers", () => {
    const wanted = { ...family("p4de", "p5", "p5e"), minValues: 3 };
    assert.deepEqual(launchableOfferings(pool(wanted), tokyo).minValuesShortfalls, [
      { key: "karpenter.k8s.aws/instance-family", minValues: 3, offered: 2 },
    ]);
  });

  it("do not keep anybody waiting, whatever the number of requirements", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      oneOf(`team.example/key-${index}`, "a"),
    );
    const start = performance.now();
    assert.equal(launchableOfferings(pool(...many, type("g5.xlarge")), tokyo).types.length, 1);
    assert.ok(performance.now() - start < 10_000);
  });
});

describe("one named type", () => {
  const explain = (name: string, requirements: readonly NodeSelectorRequirement[], place = tokyo) =>
    explainType(pool(...requirements), place, name);

  it("is excluded by every requirement that it cannot meet", () => {
    assert.deepEqual(
      explain("g5g.xlarge", [
        family("g5"),
        oneOf("kubernetes.io/arch", "amd64"),
        oneOf("karpenter.sh/capacity-type", "spot"),
      ]),
      {
        type: "g5g.xlarge",
        launchable: false,
        excludedBy: ["karpenter.k8s.aws/instance-family In [g5]", "kubernetes.io/arch In [amd64]"],
        text: "g5g.xlarge is excluded by karpenter.k8s.aws/instance-family In [g5] and by kubernetes.io/arch In [amd64].",
      },
    );
  });

  it("is unknown, not offered in the region, or not in the pool's zones", () => {
    assert.equal(
      explain("g99.xlarge", []).text,
      "g99.xlarge is in no list of Karpenter's instance types.",
    );
    assert.equal(
      explain("trn1.2xlarge", []).text,
      "trn1.2xlarge is not offered in ap-northeast-1.",
    );
    const zone = oneOf("topology.kubernetes.io/zone", "ap-northeast-1d");
    assert.equal(
      explain("g5.xlarge", [zone], tokyoWithIds).text,
      "g5.xlarge is offered in apne1-az1 and apne1-az4 of ap-northeast-1's 3 zone ids, and in none of the pool's zones.",
    );
    assert.deepEqual(explain("g5.xlarge", [oneOf("topology.kubernetes.io/zone", "us-west-2a")]), {
      type: "g5.xlarge",
      launchable: false,
      excludedBy: ["topology.kubernetes.io/zone In [us-west-2a]"],
      text: "topology.kubernetes.io/zone In [us-west-2a] leaves no zone to launch in.",
    });
    assert.deepEqual(explain("trn1.2xlarge", []).excludedBy, []);
  });

  it("can be launched in zones that are named, or counted where their ids are not known", () => {
    assert.deepEqual(explain("g5.xlarge", [], tokyoWithIds), {
      type: "g5.xlarge",
      launchable: true,
      excludedBy: [],
      text: "g5.xlarge can be launched in ap-northeast-1a and ap-northeast-1c.",
    });
    assert.equal(
      explain("g5.xlarge", []).text,
      "g5.xlarge can be launched in 2 of the pool's 3 zones (apne1-az1 and apne1-az4).",
    );
    assert.equal(
      explain("g5.xlarge", [], { region: "xx-nowhere-1", zones: [{ name: "xx-nowhere-1a" }] }).text,
      "g5.xlarge can be launched in zones that are not recorded.",
    );
    assert.equal(
      explain("trn1.2xlarge", [], virginia).text,
      "trn1.2xlarge can be launched in 0 to 2 of the pool's 3 zones (use1-az5 and use1-az6).",
    );
  });
});
