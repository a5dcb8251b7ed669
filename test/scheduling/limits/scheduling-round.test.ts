import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { schedulingRound } from "../../../scheduling/limits/scheduling-round";
import {
  capacityOf,
  instanceTypes,
  type InstanceType,
} from "../../../scheduling/catalogue/instance-catalogue";
import type { PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { g5, types } from "../../support/instance-types";

describe("one scheduling round", () => {
  it("subtracts the amounts of the largest type that is still possible for each node", () => {
    // 20 GPUs are 8 for the first node, 8 for the second, and 4 for types that still fit.
    assert.deepEqual(schedulingRound({ "nvidia.com/gpu": 20 }, types(...g5)), {
      nodes: 3,
      booked: { "nvidia.com/gpu": 8 },
    });
    assert.deepEqual(schedulingRound({ "nvidia.com/gpu": 20 }, types("g5.xlarge")), {
      nodes: 20,
      booked: { "nvidia.com/gpu": 1 },
    });
    assert.deepEqual(schedulingRound({ "nvidia.com/gpu": "20", cpu: "200" }, types(...g5)), {
      nodes: 2,
      booked: { "nvidia.com/gpu": 8, cpu: 192 },
    });
  });

  it("is not ended by a limit on nodes, and has no end without limits", () => {
    assert.equal(schedulingRound({ nodes: 3 }, types("g5.xlarge")), undefined);
    assert.equal(schedulingRound({ nodes: 0, cpu: 8 }, types("g5.xlarge")), undefined);
    assert.deepEqual(schedulingRound({ nodes: 1, cpu: 8 }, types("g5.xlarge")), {
      nodes: 2,
      booked: { cpu: 4 },
    });
    assert.deepEqual(schedulingRound({ memory: "much", cpu: 8 }, types("g5.xlarge")), {
      nodes: 2,
      booked: { cpu: 4 },
    });
    assert.equal(schedulingRound({}, types("g5.xlarge")), undefined);
    assert.equal(schedulingRound({ "nvidia.com/gpu": 4 }, types("p5.48xlarge")), undefined);
    assert.equal(schedulingRound({ "nvidia.com/gpu": 4 }, types("m7i.large")), undefined);
  });

  it("equals the result of subtracting node by node", () => {
    const accelerated = instanceTypes().filter(({ name }) => /^(g4dn|g5|g6|p4d|p5)\./.test(name));
    fc.assert(
      fc.property(
        fc.subarray([...accelerated], { minLength: 1 }),
        fc.record(
          {
            cpu: fc.integer({ min: 0, max: 3000 }),
            memory: fc.integer({ min: 0, max: 9000 }).map((gibibytes) => `${gibibytes}Gi`),
            "nvidia.com/gpu": fc.integer({ min: 0, max: 150 }),
          },
          { requiredKeys: ["cpu"] },
        ),
        (some, limits) => {
          const nodes = stepByStep(limits, some);
          assert.equal(schedulingRound(limits, some)?.nodes ?? 0, nodes);
        },
      ),
      { numRuns: 200 },
    );
  });

  function stepByStep(limits: PoolLimits, all: readonly InstanceType[]): number {
    const left = new Map(
      Object.entries(limits).map(([resource, limit]) => [resource, parseQuantity(limit) ?? 0]),
    );
    for (let nodes = 0; ; nodes += 1) {
      const open = all.filter((type) =>
        [...left].every(([resource, amount]) => (capacityOf(type)[resource] ?? 0) <= amount),
      );
      if (open.length === 0) return nodes;
      for (const [resource, amount] of left) {
        const most = Math.max(...open.map((type) => capacityOf(type)[resource] ?? 0));
        left.set(resource, amount - most);
      }
    }
  }
});
