import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { poolCost, stackCost } from "../../../../report/answers/limits/cost";
import { priceBasisText } from "../../../../report/answers/limits/price-basis";
import { capacityOf, instanceTypes } from "../../../../scheduling/catalogue/instance-catalogue";
import { parseQuantity } from "../../../../scheduling/values/quantity";
import type { PoolLimits } from "../../../../scheduling/node-pool/pool-limits";
import { types } from "../../../support/instance-types";

// us-east-1 on demand, 2026-07-20: p5.48xlarge $55.04, g5.48xlarge $16.288, g5.16xlarge $4.096, g5.xlarge $1.006.

function cost(
  limits: PoolLimits,
  names: readonly string[],
  region = "us-east-1",
  replicas?: number,
) {
  const pool = { name: "gpu", limits, ...(replicas === undefined ? {} : { replicas }) };
  return poolCost(pool, types(...names), region);
}

describe("the worst-case cost of a pool", () => {
  it("fills the limits with the type that costs most in total, not with the most expensive node", () => {
    const found = cost({ "nvidia.com/gpu": 20 }, ["g5.xlarge", "g5.16xlarge", "g5.48xlarge"]);
    assert.equal(found.kind, "bounded");
    assert.equal(found.usdPerHour, 81.92);
    assert.equal(found.usdPerMonth, 81.92 * 730);
    assert.deepEqual(found.nodes, [{ type: "g5.16xlarge", nodes: 20, usdPerHour: 81.92 }]);
    assert.deepEqual(found.dearest, { type: "g5.48xlarge", nodes: 1, usdPerHour: 16.288 });
  });

  it("fills the rest with nodes that still fit", () => {
    const found = cost({ "nvidia.com/gpu": 9 }, ["p5.48xlarge", "g5.xlarge"]);
    assert.deepEqual(found.nodes, [
      { type: "p5.48xlarge", nodes: 1, usdPerHour: 55.04 },
      { type: "g5.xlarge", nodes: 1, usdPerHour: 1.006 },
    ]);
    assert.equal(found.usdPerHour, 56.046);
    // Nine GPUs at the price of one GPU of a p5.
    assert.equal(found.usdPerHourAtMost, 61.92);
  });

  it("has no end if no limit stops a type", () => {
    const found = cost({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "g6f.large"]);
    assert.equal(found.kind, "unbounded");
    assert.equal(found.usdPerHour, undefined);
    assert.deepEqual(found.unboundedTypes, ["g6f.large"]);
  });

  it("is nothing if nothing is launched", () => {
    assert.equal(cost({}, []).kind, "nothing");
    assert.equal(cost({ "nvidia.com/gpu": 4 }, ["p5.48xlarge"]).kind, "nothing");
  });

  it("is, for a static pool, all replicas of the most expensive type", () => {
    const found = cost({}, ["g5.xlarge", "g5.16xlarge"], "us-east-1", 3);
    assert.deepEqual(found.nodes, [{ type: "g5.16xlarge", nodes: 3, usdPerHour: 12.288 }]);
    assert.equal(found.usdPerHour, 12.288);
    assert.equal(found.usdPerHourAtMost, 12.288);
  });

  it("names types without a price and leaves them out", () => {
    const unpriced = instanceTypes().find((type) => type.onDemandUsdPerHour === undefined);
    assert.ok(unpriced);
    const found = cost({ cpu: 1000 }, ["g5.xlarge", unpriced.name]);
    assert.deepEqual(found.unpriced, [unpriced.name]);
  });

  it("is marked as a reference in a region without known prices", () => {
    const there = cost({ "nvidia.com/gpu": 32 }, ["p5.48xlarge"], "xx-nowhere-1");
    assert.deepEqual(
      there.prices.map(({ region, date, isReference }) => [region, date, isReference]),
      [["us-east-1", "2026-07-20", true]],
    );
    assert.match(there.prices[0]?.source ?? "", /us-east-1|pricing|price/i);
    assert.equal(cost({}, ["p5.48xlarge"], "us-east-1").prices[0]?.isReference, false);
  });

  it("names the largest sum first, and the most expensive node that the limits admit", () => {
    const names = ["g5.xlarge", "p5.48xlarge", "g5.48xlarge", "g5.16xlarge"];
    const found = cost({ "nvidia.com/gpu": 20, cpu: 200 }, names);
    assert.deepEqual(found.nodes, [
      { type: "p5.48xlarge", nodes: 1, usdPerHour: 55.04 },
      { type: "g5.xlarge", nodes: 2, usdPerHour: 2.012 },
    ]);
    const small = cost({ "nvidia.com/gpu": 4 }, names);
    assert.deepEqual(small.dearest, { type: "g5.16xlarge", nodes: 1, usdPerHour: 4.096 });
    assert.deepEqual(small.nodes, [{ type: "g5.16xlarge", nodes: 4, usdPerHour: 16.384 }]);
    // The lowest upper bound: four GPUs at the price of a g5.16xlarge.
    assert.equal(small.usdPerHourAtMost, 16.384);
  });

  it("tries the costliest of many types first, and fills up with the most expensive node", () => {
    const cheap = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
    const many = [
      ...cheap.map((size) => `g4dn.${size}`),
      ...cheap.map((size) => `g5.${size}`),
      "p5.48xlarge",
    ];
    assert.deepEqual(cost({ nodes: 5 }, many).nodes, [
      { type: "p5.48xlarge", nodes: 5, usdPerHour: 275.2 },
    ]);
    const limits = { nodes: 5, "nvidia.com/gpu": 12 };
    assert.deepEqual(cost(limits, ["g5.xlarge", "p5.48xlarge", "g5.12xlarge"]).nodes, [
      { type: "p5.48xlarge", nodes: 1, usdPerHour: 55.04 },
      { type: "g5.12xlarge", nodes: 1, usdPerHour: 5.672 },
    ]);
  });

  it("has no upper bound if each limit does not count some type", () => {
    const limits = { "nvidia.com/gpu": 1, "amd.com/gpu": 1, cpu: "much" };
    const found = cost(limits, ["g5.xlarge", "g4ad.xlarge"]);
    assert.equal("usdPerHourAtMost" in found, false);
  });

  it("is nothing if no type has a price", () => {
    const [unpriced, other] = instanceTypes().filter(
      (type) => type.onDemandUsdPerHour === undefined,
    );
    assert.ok(unpriced !== undefined && other !== undefined);
    const nothing = cost({ cpu: 1000 }, [unpriced.name]);
    assert.equal(nothing.kind, "nothing");
    const stack = stackCost([cost({ cpu: 1000 }, [other.name, unpriced.name]), nothing]);
    assert.deepEqual(stack.unpriced, [unpriced.name, other.name].sort());
  });

  it("keeps within the limits, and between one type's cost and the upper bound", () => {
    const some = instanceTypes().filter(({ name }) => /^(g4dn|g5|g6|p4d|p5|inf2)\./.test(name));
    fc.assert(
      fc.property(
        fc.subarray([...some], { minLength: 1, maxLength: 6 }),
        fc.record(
          {
            cpu: fc.integer({ min: 1, max: 2000 }),
            memory: fc.integer({ min: 1, max: 9000 }).map((gibibytes) => `${gibibytes}Gi`),
            nodes: fc.integer({ min: 1, max: 50 }),
          },
          { requiredKeys: ["cpu"] },
        ),
        (chosen, limits) => {
          const found = poolCost({ name: "any", limits }, chosen, "us-east-1");
          for (const [resource, limit] of Object.entries(limits)) {
            const used = found.nodes
              .map(({ type, nodes }) => {
                const [of] = types(type);
                assert.ok(of);
                return nodes * (resource === "nodes" ? 1 : (capacityOf(of)[resource] ?? 0));
              })
              .reduce((a, b) => a + b, 0);
            assert.ok(used <= (parseQuantity(limit) ?? 0), resource);
          }
          const usd = found.usdPerHour ?? 0;
          assert.ok(usd <= (found.usdPerHourAtMost ?? 0));
          for (const one of chosen) {
            const alone = poolCost({ name: "one", limits }, [one], "us-east-1").usdPerHour ?? 0;
            assert.ok(alone <= usd + 1e-6, one.name);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("where prices come from", () => {
  it("is told for each source", () => {
    const basis = { date: "2026-11-22", source: "a list" };
    assert.equal(
      priceBasisText(
        [
          { ...basis, region: "ap-northeast-1", isReference: false },
          { ...basis, region: "us-east-1", isReference: true },
        ],
        "ap-northeast-1",
      ),
      "on-demand prices of ap-northeast-1, 2026-11-22; on-demand prices of us-east-1, 2026-11-22, a reference: those of ap-northeast-1 differ",
    );
  });
});

describe("the worst-case cost of a stack", () => {
  it("is the sum of its pools, with the names of those without an end", () => {
    const pools = [
      cost({ "nvidia.com/gpu": 32 }, ["p5.48xlarge"]),
      { ...cost({ "nvidia.com/gpu": 20 }, ["g5.16xlarge"]), pool: "inference" },
      { ...cost({}, ["g5.xlarge"]), pool: "endless" },
    ];
    const stack = stackCost(pools);
    assert.equal(stack.usdPerHour, 302.08);
    assert.equal(stack.usdPerMonth, 302.08 * 730);
    assert.deepEqual(stack.unbounded, ["endless"]);
    assert.equal(stack.prices.length, 1);
  });
});
