import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { quotaNeeds, type QuotaPool } from "../../../../report/answers/limits/quota-needs";
import type { CapacityType } from "../../../../scheduling/requirements/capacity-types";
import type { PoolLimits } from "../../../../scheduling/node-pool/pool-limits";

const nothing = { elasticIps: 0 };

function pool(
  name: string,
  limits: PoolLimits,
  capacityTypes: readonly CapacityType[],
  types: readonly string[],
): QuotaPool {
  return {
    nodePool: { name, limits },
    launchable: { capacityTypes, types: types.map((type) => ({ name: type })) },
  };
}

const shown = (...args: Parameters<typeof quotaNeeds>) =>
  quotaNeeds(...args).map(({ code, needed, parts }) => [
    code,
    needed,
    Object.fromEntries(parts.map(({ of, needed: own }) => [of, own])),
  ]);

describe("the quotas that a stack needs", () => {
  it("have Standard for the system nodes, and for more of them during an update", () => {
    const systemNodes = { type: "m7i.large", count: 3, moreDuringUpdate: 6 };
    assert.deepEqual(shown([], { systemNodes, elasticIps: 3 }), [
      ["L-1216C47A", 18, { "system nodes": 6, "system nodes during an update": 12 }],
      ["L-0263D0A3", 3, { "NAT gateways": 3 }],
    ]);
  });

  it("are both of them in full for a pool that takes On-Demand and Spot", () => {
    const gpus = { "nvidia.com/gpu": 10 };
    assert.deepEqual(shown([pool("gpu", gpus, ["spot", "on-demand"], ["g5.xlarge"])], nothing), [
      ["L-DB2E81BA", 40, { gpu: 40 }],
      ["L-3819A6DF", 40, { gpu: 40 }],
    ]);
    assert.deepEqual(shown([pool("gpu", gpus, ["spot"], ["g5.xlarge"])], nothing), [
      ["L-3819A6DF", 40, { gpu: 40 }],
    ]);
  });

  it("are those of every family that a pool may launch, each as if it were the only one", () => {
    const both = pool("gpu", { "nvidia.com/gpu": 16 }, ["on-demand"], ["g5.xlarge", "p5.48xlarge"]);
    assert.deepEqual(shown([both], nothing), [
      ["L-DB2E81BA", 64, { gpu: 64 }],
      ["L-417A185B", 384, { gpu: 384 }],
    ]);
  });

  it("sum up the pools that share one", () => {
    const gpus = { "nvidia.com/gpu": 2 };
    const pools = ["a", "b"].map((name) => pool(name, gpus, ["on-demand"], ["g5.xlarge"]));
    assert.deepEqual(shown(pools, nothing), [["L-DB2E81BA", 16, { a: 8, b: 8 }]]);
  });

  it("count reserved instances as On-Demand", () => {
    const reserved = pool("train", { "nvidia.com/gpu": 8 }, ["reserved"], ["p5.48xlarge"]);
    assert.deepEqual(shown([reserved], nothing), [["L-417A185B", 192, { train: 192 }]]);
  });

  it("have no end where no limit stops a pool, whatever the others need", () => {
    const open = pool("open", {}, ["on-demand"], ["g5.xlarge"]);
    const closed = pool("closed", { "nvidia.com/gpu": 1 }, ["on-demand"], ["g5.xlarge"]);
    assert.deepEqual(shown([closed, open], nothing), [
      ["L-DB2E81BA", null, { closed: 4, open: null }],
    ]);
  });

  it("leave out a pool that launches nothing, and a quota that nothing needs", () => {
    const retired = pool("retired", { "nvidia.com/gpu": 0 }, ["on-demand"], ["g5.xlarge"]);
    assert.deepEqual(shown([retired], nothing), []);
  });
});
