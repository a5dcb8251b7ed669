import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { limitShortfalls, poolCeiling } from "../../../scheduling/limits/ceilings";
import { launchableOfferings } from "../../../report/answers/launchable/launchable-offerings";
import { readNodePool } from "../../../scheduling/node-pool/node-pool";
import type { PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { seedNodePool, type SeedNodePoolName } from "../../support/seeds";
import { types } from "../../support/instance-types";

const tokyo = {
  region: "ap-northeast-1",
  zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"].map((name) => ({ name })),
};

function seedCeiling(name: SeedNodePoolName) {
  const { pool } = readNodePool(seedNodePool(name));
  assert.ok(pool);
  const launched = launchableOfferings(pool, tokyo).types.map((type) => type.name);
  return poolCeiling(pool, types(...launched));
}

function ceiling(limits: PoolLimits, names: readonly string[], replicas?: number) {
  const pool = { name: "gpu", limits, ...(replicas === undefined ? {} : { replicas }) };
  return poolCeiling(pool, types(...names));
}

describe("the ceiling of the seed for general GPU work", () => {
  it("is told for each type with the resource that binds", () => {
    const { types: all, resource, deviceLimit, reaching } = seedCeiling("gpu-general");
    assert.deepEqual([resource, deviceLimit, reaching], ["nvidia.com/gpu", 100, 3]);
    const told = (name: string) => all.find(({ type }) => type === name);
    assert.deepEqual(told("p5.48xlarge"), {
      type: "p5.48xlarge",
      nodes: 1,
      binding: "memory",
      devices: 8,
    });
    assert.deepEqual(told("g5.48xlarge"), {
      type: "g5.48xlarge",
      nodes: 2,
      binding: "cpu",
      devices: 16,
    });
    assert.deepEqual(told("g5.xlarge"), {
      type: "g5.xlarge",
      nodes: 100,
      binding: "nvidia.com/gpu",
      devices: 100,
    });
    // An AMD type counts against cpu and memory, and brings none of the pool's devices.
    assert.deepEqual(told("g4ad.xlarge"), {
      type: "g4ad.xlarge",
      nodes: 125,
      binding: "cpu",
      devices: 0,
    });
  });
});

describe("the ceiling of other seeds", () => {
  it("has no end where there are no limits, or where they count nothing of a type", () => {
    assert.deepEqual(seedCeiling("gpu-training-protected").limits, {});
    const inference = seedCeiling("gpu-inference");
    assert.deepEqual(inference.unbounded, [
      "g6f.2xlarge",
      "g6f.4xlarge",
      "g6f.xlarge",
      "gr6f.4xlarge",
    ]);
  });

  it("is 128 devices where cpu alone is limited", () => {
    const { resource, deviceLimit, most } = seedCeiling("inferentia-inf2");
    assert.deepEqual([resource, deviceLimit], ["aws.amazon.com/neuron", undefined]);
    assert.deepEqual([most?.type, most?.devices], ["inf2.xlarge", 128]);
  });

  it("counts devices, of which inf2.48xlarge has twelve", () => {
    const { fewest, most } = seedCeiling("inferentia");
    assert.deepEqual(fewest, {
      type: "inf2.48xlarge",
      nodes: 2,
      binding: "aws.amazon.com/neuron",
      devices: 24,
    });
    assert.equal(most?.devices, 32);
  });

  it("is nodes where there are no devices", () => {
    const { resource, fewest, most } = seedCeiling("x86-cpu-karpenter");
    assert.equal(resource, undefined);
    assert.deepEqual(fewest, { type: "c5.24xlarge", nodes: 2, binding: "cpu" });
    assert.deepEqual(most, { type: "c5.large", nodes: 128, binding: "cpu" });
  });
});

describe("a ceiling", () => {
  it("is JSON without a number that has no end", () => {
    const endless = ceiling({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "m7i.large"]);
    assert.deepEqual(endless.types[1], { type: "m7i.large" });
    assert.deepEqual(JSON.parse(JSON.stringify(endless)), endless);
  });

  it("of limits below every node is nothing", () => {
    const shut = ceiling({ "nvidia.com/gpu": 4 }, ["p5.48xlarge", "p4d.24xlarge"]);
    assert.deepEqual(shut.shut, ["p5.48xlarge", "p4d.24xlarge"]);
  });

  it("leaves out types that are larger than a limit", () => {
    assert.deepEqual(ceiling({ "nvidia.com/gpu": 4 }, ["g5.xlarge", "p5.48xlarge"]).shut, [
      "p5.48xlarge",
    ]);
  });

  it("of a static pool is its replicas", () => {
    const fixed = ceiling({ nodes: 2 }, ["p5.48xlarge"], 2);
    assert.deepEqual(fixed.types, [
      { type: "p5.48xlarge", nodes: 2, binding: "replicas", devices: 16 },
    ]);
  });

  it("names no shortfall where the devices bind first", () => {
    const limits = { "nvidia.com/gpu": 10, cpu: 160 };
    assert.deepEqual(limitShortfalls(types("g5.4xlarge"), limits, "nvidia.com/gpu"), []);
    assert.deepEqual(limitShortfalls(types("g5.4xlarge", "g5.8xlarge"), limits, "nvidia.com/gpu"), [
      {
        binding: "cpu",
        example: { type: "g5.8xlarge", nodes: 5, devices: 5, nodesByDevices: 10 },
        worst: { type: "g5.8xlarge", nodes: 5, devices: 5, nodesByDevices: 10 },
        types: 1,
      },
    ]);
  });

  it("takes any limits that were read, however odd", () => {
    const odd = { constructor: 1, "nvidia.com/gpu": "1e3", cpu: "0" };
    assert.deepEqual(ceiling(odd, ["g5.xlarge"]).types, [
      { type: "g5.xlarge", nodes: 0, binding: "cpu", devices: 0 },
    ]);
  });
});

describe("the devices of a ceiling", () => {
  const resource = (limits: PoolLimits, ...names: readonly string[]) =>
    ceiling(limits, names).resource;

  it("are those that are limited, or else those that half of the types have", () => {
    assert.equal(resource({}, "g4ad.xlarge", "g5.xlarge", "g5.2xlarge"), "nvidia.com/gpu");
    assert.equal(
      resource({ "amd.com/gpu": 8 }, "g5.xlarge", "g5.2xlarge", "g4ad.xlarge"),
      "amd.com/gpu",
    );
    assert.equal(resource({}, "g5.xlarge", "m7i.large"), "nvidia.com/gpu");
    assert.equal(resource({}, "g5.xlarge", "m7i.large", "m7i.xlarge"), undefined);
    assert.equal(
      resource({ "amd.com/gpu": 8, "nvidia.com/gpu": 8 }, "g4ad.xlarge", "g5.xlarge", "g5.2xlarge"),
      "nvidia.com/gpu",
    );
    // Nothing counts Qualcomm's cards.
    assert.equal(resource({}, "dl2q.24xlarge"), undefined);
  });

  it("are told by the worst type too, and by limits with the fewest devices first", () => {
    const { shortfalls } = ceiling({ "nvidia.com/gpu": 64, cpu: 400, memory: "2200Gi" }, [
      "g5.48xlarge",
      "p5.48xlarge",
      "g5.16xlarge",
      "g5.8xlarge",
    ]);
    assert.deepEqual(
      shortfalls.map(({ binding, example, worst, types: count }) => [
        binding,
        example.type,
        example.devices,
        worst.type,
        count,
      ]),
      [
        ["memory", "p5.48xlarge", 8, "p5.48xlarge", 1],
        ["cpu", "g5.48xlarge", 16, "g5.16xlarge", 3],
      ],
    );
  });

  it("of a static pool are those of its replicas, or of the limit that is below them", () => {
    assert.deepEqual(ceiling({ cpu: 384 }, ["p5.48xlarge"], 3).types, [
      { type: "p5.48xlarge", nodes: 2, binding: "cpu", devices: 16 },
    ]);
    assert.equal("round" in ceiling({ cpu: 384 }, ["p5.48xlarge"], 3), false);
  });
});
