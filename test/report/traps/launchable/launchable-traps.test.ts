import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type {
  LaunchableOfferings,
  LaunchableType,
  ZoneOfferings,
} from "../../../../report/answers/launchable/launchable-offerings";
import { launchesNothing } from "../../../../report/traps/launchable/launches-nothing";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";
import { textsById } from "../../../support/found-traps";
import { launchableTraps } from "../../../support/launchable-traps";

const nothing: LaunchableOfferings = {
  pool: "gpu",
  region: "here-1",
  regionIsKnown: true,
  capacityTypes: ["on-demand"],
  reservedIsNamed: false,
  types: [],
  zones: [],
  zoneNames: [],
  zoneIdsAreKnown: true,
  notOffered: [],
  refusedKeys: [],
  exclusions: [],
  nearMisses: [],
  unknownNames: [],
  minValuesShortfalls: [],
  catalogue: { types: 1363, source: "" },
  prices: [],
  offeringsDate: "2026-08-01",
};

function type(
  name: string,
  kind?: "nvidia" | "amd" | "neuron" | "qualcomm",
  more: Partial<LaunchableType> = {},
): LaunchableType {
  const resource = { nvidia: "nvidia.com/gpu", amd: "amd.com/gpu", neuron: "n", qualcomm: "" };
  return {
    name,
    arch: "amd64",
    cpu: 4,
    memoryMebibytes: 1024,
    zoneIds: [],
    zonesAtLeast: 0,
    zonesAtMost: 0,
    ...(kind === undefined
      ? {}
      : { accelerator: { name: kind, kind, resource: resource[kind], devices: 1 } }),
    ...more,
  };
}

function told(answer: Partial<LaunchableOfferings>, pool: Partial<NodePool> = {}) {
  return textsById(launchableTraps, {
    nodePool: poolWith(pool),
    launchable: { ...nothing, ...answer },
  });
}

const arm = { arch: "arm64" };

describe("why a pool launches nothing", () => {
  const why = (answer: Partial<LaunchableOfferings>) =>
    launchesNothing.textsFor({ launchable: { ...nothing, ...answer } })[0];

  it("is every key that the pool is refused for", () => {
    assert.equal(
      why({ refusedKeys: ["one", "two"] }),
      "Launches nothing, because the pool is refused: one; two.",
    );
  });

  it("is the first requirement without which it would launch something, or all together", () => {
    const exclusion = (requirement: string, alone: number) => ({ requirement, types: 9, alone });
    assert.equal(
      why({ exclusions: [exclusion("a", 0), exclusion("b", 1), exclusion("c", 5)] }),
      "Launches nothing: none of 1,363 types is left; without b it would launch 1 type.",
    );
    assert.equal(
      why({ exclusions: [exclusion("a", 0), exclusion("b", 0)] }),
      "Launches nothing: none of 1,363 types is left; no type meets all of a and b.",
    );
    assert.equal(why({}), "Launches nothing.");
  });

  it("is that none of its zones offers the types that meet the requirements", () => {
    assert.equal(
      why({ notOffered: ["g5.xlarge", "g6.xlarge"], zoneNames: ["a", "b"] }),
      "Launches nothing: g5.xlarge and g6.xlarge meet the requirements, but none of a, b in here-1 offers any of them.",
    );
    assert.equal(
      why({ notOffered: ["g5.xlarge"] }),
      "Launches nothing: g5.xlarge meets the requirements, but no zone in here-1 offers it.",
    );
  });

  it("is nothing if the pool launches something", () => {
    assert.equal(why({ types: [type("g5.xlarge")], refusedKeys: ["one"] }), undefined);
  });
});

describe("families that the region lacks", () => {
  const missing = (notOffered: readonly string[]) =>
    told({ types: [type("g5.xlarge")], notOffered })["not-offered-in-region"];

  it("are told if they are accelerated and missing as a whole", () => {
    assert.equal(
      missing(["p5.48xlarge", "trn1.2xlarge", "m5.large"]),
      "p5 and trn1 meet the requirements, but the pool's zones in here-1 do not offer them.",
    );
    assert.equal(
      missing(["inf2.xlarge"]),
      "inf2 meets the requirements, but the pool's zones in here-1 do not offer it.",
    );
    assert.equal(missing(["g5.48xlarge", "m5.large", "hpg7.large"]), undefined);
    assert.equal(missing([]), undefined);
  });
});

describe("types whose devices nobody expects", () => {
  const fraction = type("g6f.xlarge", "nvidia", {
    accelerator: { name: "l4", kind: "nvidia", resource: "nvidia.com/gpu", devices: 0 },
  });

  it("are fractions of a GPU, one or more", () => {
    const rest =
      "no whole GPU: a pod that requests nvidia.com/gpu never fits there, and no limit on nvidia.com/gpu counts them.";
    assert.equal(
      told({ types: [fraction, type("g5.xlarge", "nvidia")] })["no-whole-gpu"],
      `g6f (g6f.xlarge) has ${rest}`,
    );
    assert.equal(
      told({ types: [fraction, { ...fraction, name: "g6f.large" }] })["no-whole-gpu"],
      `g6f (g6f.xlarge and g6f.large) have ${rest}`,
    );
    const none = { name: "x", kind: "qualcomm", resource: "", devices: 0 } as const;
    assert.equal(
      told({ types: [type("dl2q.24xlarge", undefined, { accelerator: none })] })["no-whole-gpu"],
      undefined,
    );
  });

  it("are AMD GPUs beside NVIDIA GPUs, even if only the types say so", () => {
    const amd = type("g4ad.xlarge", "amd");
    const trap = (more: readonly LaunchableType[], pool: Partial<NodePool> = {}) =>
      "amd-gpu" in told({ types: [amd, ...more] }, pool);
    assert.equal(trap([type("g5.xlarge", "nvidia")]), true);
    assert.equal(trap([]), false);
    assert.equal(trap([type("inf2.xlarge", "neuron"), type("m5.large")]), false);
    assert.equal(trap([], { taints: [{ key: "workload", effect: "NoSchedule" }] }), false);
    assert.equal(trap([], { limits: { cpu: 8 } }), false);
  });

  it("are Qualcomm accelerators, by name", () => {
    const types = [
      type("g5.xlarge", "nvidia"),
      type("dl2q.24xlarge", "qualcomm"),
      type("m5.large"),
    ];
    assert.match(told({ types })["uncounted-accelerator"] ?? "", /^dl2q\.24xlarge has Qualcomm/);
    assert.equal(told({ types: types.slice(0, 1) })["uncounted-accelerator"], undefined);
  });
});

describe("two architectures", () => {
  it("are told for pools without accelerators", () => {
    const mixed = [type("m7g.large", undefined, arm), type("m5.large"), type("m6i.large")];
    assert.equal(
      told({ types: mixed })["two-architectures"],
      "Launches arm64 (1 type) beside amd64 (2): an image for one of them alone does not start on the other.",
    );
    assert.equal(told({ types: mixed.slice(0, 1) })["two-architectures"], undefined);
    assert.equal(told({ types: mixed.slice(1) })["two-architectures"], undefined);
    const withGpu = [...mixed, type("g5.xlarge", "nvidia")];
    assert.equal(told({ types: withGpu })["two-architectures"], undefined);
    assert.equal(told({ types: withGpu })["arm64-gpu"], undefined);
  });

  it("are told for arm64 GPUs only beside amd64", () => {
    const gpu = type("g5g.xlarge", "nvidia", arm);
    const trap = (...types: readonly LaunchableType[]) => told({ types })["arm64-gpu"];
    assert.match(trap(gpu, type("g5.xlarge", "nvidia")) ?? "", /^g5g \(1 type\) has arm64/);
    assert.equal(trap(gpu), undefined);
    assert.equal(trap(type("g5.xlarge", "nvidia")), undefined);
  });
});

describe("capacity types", () => {
  it("have Karpenter's order, with or without a list in the pool", () => {
    const key = "karpenter.sh/capacity-type";
    const order = (requirements: NodePool["requirements"]) =>
      told({ capacityTypes: ["spot", "on-demand"] }, { requirements })["capacity-type-order"];
    const tail = "Karpenter takes spot before on-demand, by what is available.";
    assert.equal(
      order([{ key, operator: "In", values: ["on-demand", "spot"] }]),
      `The order in which capacity types are written means nothing: ${tail}`,
    );
    assert.equal(
      order([{ key, operator: "NotIn", values: ["reserved"] }]),
      `Names no capacity type, so ${tail}`,
    );
    assert.equal(
      order([{ key: "other", operator: "In", values: ["on-demand", "spot"] }]),
      `Names no capacity type, so ${tail}`,
    );
  });
});

describe("zones", () => {
  const zone = (zoneId: string, types: number, more: Partial<ZoneOfferings> = {}) => ({
    zoneId,
    types,
    families: types === 0 ? [] : ["g5"],
    ...more,
  });
  const types = [
    type("g5.xlarge", "nvidia"),
    type("g5.2xlarge", "nvidia"),
    type("g5.4xlarge", "nvidia"),
    type("g5.8xlarge", "nvidia"),
  ];

  it("decide if as many ids offer nothing as the pool has zones", () => {
    const decide = (more: Partial<LaunchableOfferings>) =>
      told({
        types,
        zones: [zone("z1", 4), zone("z2", 0), zone("z3", 0)],
        zoneNames: ["a", "b"],
        zoneIdsAreKnown: false,
        ...more,
      })["zones-decide"];
    assert.equal(
      decide({}),
      "May launch nothing. Only z1 of here-1's 3 zones offers a type of this pool. Whether the pool uses it depends on the account.",
    );
    assert.equal(decide({ zoneNames: ["a", "b", "c"] }), undefined);
    assert.equal(decide({ zoneIdsAreKnown: true }), undefined);
    assert.equal(decide({ regionIsKnown: false }), undefined);
  });

  it("offer little if they have less than half of the types; known zones are named", () => {
    const little = (zones: readonly ZoneOfferings[], more: Partial<LaunchableOfferings> = {}) =>
      told({ types, zones, zoneNames: ["a"], ...more })["zone-offers-little"];
    const all = "of the pool's 4 types";
    assert.equal(
      little([
        zone("z1", 1, { name: "a" }),
        zone("z2", 0, { name: "z2" }),
        zone("z3", 0),
        zone("z4", 2),
      ]),
      `z2 and z3 offer none ${all}; a (z1) offers g5 only, 1 ${all}.`,
    );
    assert.equal(little([zone("z1", 0), zone("z2", 4)]), `z1 offers none ${all}.`);
    assert.equal(little([zone("z1", 2), zone("z2", 4)]), undefined);
    const plain = [type("m5.large"), type("m5.xlarge"), type("m5.2xlarge")];
    assert.equal(little([zone("z1", 1)], { types: plain }), undefined);
    assert.match(little([zone("z1", 1)], { types: [...plain, ...types] }) ?? "", /^z1 offers g5/);
  });
});
