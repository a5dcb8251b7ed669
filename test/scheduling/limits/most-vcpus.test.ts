import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import {
  capacityOf,
  instanceType,
  type InstanceType,
} from "../../../scheduling/catalogue/instance-catalogue";
import { mostVcpus } from "../../../scheduling/limits/most-vcpus";
import type { PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../../scheduling/values/quantity";

function types(...names: readonly string[]): readonly InstanceType[] {
  return names.map((name) => instanceType(name) ?? assert.fail(name));
}

const most = (limits: PoolLimits, names: readonly string[], replicas?: number): number =>
  mostVcpus({ limits, ...(replicas === undefined ? {} : { replicas }) }, types(...names));

describe("the most vCPUs of a pool", () => {
  it("come from the type with the most vCPUs for a device, not from the largest node", () => {
    // g5.16xlarge: 64 vCPUs for one GPU. g5.48xlarge: 192 for eight.
    assert.equal(most({ "nvidia.com/gpu": 20 }, ["g5.xlarge", "g5.16xlarge", "g5.48xlarge"]), 1280);
  });

  it("count whole nodes: ten GPUs are one node of eight", () => {
    assert.equal(most({ "nvidia.com/gpu": 10 }, ["p4d.24xlarge"]), 96);
    assert.equal(most({ "nvidia.com/gpu": 7 }, ["p4d.24xlarge"]), 0);
  });

  it("fill what is left of the limit with another type", () => {
    assert.equal(most({ "nvidia.com/gpu": 9 }, ["p5.48xlarge", "p5.4xlarge"]), 192 + 16);
  });

  it("are the smallest that any limit admits", () => {
    assert.equal(most({ "nvidia.com/gpu": 20, cpu: 100 }, ["g5.16xlarge"]), 64);
    assert.equal(most({ cpu: "1000", memory: "2000Gi" }, ["m7i.large", "c7i.large"]), 1000);
  });

  it("follow a limit on memory by the type with the most vCPUs for it", () => {
    const each = capacityOf(types("c7i.large")[0] ?? assert.fail())["memory"] ?? 0;
    const admitted = Math.floor(((parseQuantity("100Gi") ?? 0) / each) * 2);
    assert.equal(most({ memory: "100Gi" }, ["r7i.large", "c7i.large"]), admitted);
  });

  it("follow a limit on nodes", () => {
    assert.equal(most({ nodes: 3 }, ["m7i.large", "m7i.48xlarge"]), 3 * 192);
  });

  it("have no end where no limit stops a type", () => {
    assert.equal(most({}, ["m7i.large"]), Infinity);
    assert.equal(most({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "m7i.large"]), Infinity);
    assert.equal(most({ cpu: "many" }, ["m7i.large"]), Infinity);
  });

  it("leave out a type that does not fit even once", () => {
    assert.equal(most({ "nvidia.com/gpu": 4, cpu: 16 }, ["g5.48xlarge", "g5.xlarge"]), 16);
  });

  it("are none without a type, and in a pool that is retired", () => {
    assert.equal(most({ cpu: 100 }, []), 0);
    assert.equal(most({ "nvidia.com/gpu": 0 }, ["g5.xlarge"]), 0);
  });

  it("count one node more in a static pool, which replaces a node before it lets it go", () => {
    assert.equal(most({}, ["p5.48xlarge"], 4), 5 * 192);
    assert.equal(most({ nodes: 4 }, ["p5.48xlarge"], 4), 4 * 192);
    assert.equal(most({ nodes: 9 }, ["p5.48xlarge"], 4), 5 * 192);
    assert.equal(most({}, ["p5.48xlarge"], 0), 0);
  });

  it("are never fewer than what some nodes within the limits have", () => {
    const names = ["g5.xlarge", "g5.16xlarge", "g5.48xlarge", "p4d.24xlarge", "g6.12xlarge"];
    const candidates = types(...names);
    fc.assert(
      fc.property(
        fc.record(
          {
            "nvidia.com/gpu": fc.integer({ min: 1, max: 60 }),
            cpu: fc.integer({ min: 4, max: 20_000 }),
            memory: fc.integer({ min: 16, max: 9000 }).map((gibibytes) => `${gibibytes}Gi`),
          },
          { requiredKeys: ["nvidia.com/gpu"] },
        ),
        fc.array(fc.nat(names.length - 1), { maxLength: 60 }),
        (limits, order) => {
          const taken = new Map<string, number>();
          let vcpus = 0;
          for (const index of order) {
            const capacity = capacityOf(candidates[index] ?? assert.fail());
            const sums = Object.keys(limits).map(
              (resource) =>
                [resource, (taken.get(resource) ?? 0) + (capacity[resource] ?? 0)] as const,
            );
            const fits = sums.every(
              ([resource, sum]) =>
                sum <= (parseQuantity(limits[resource as keyof typeof limits] ?? 0) ?? 0),
            );
            if (!fits) continue;
            for (const [resource, sum] of sums) taken.set(resource, sum);
            vcpus += capacity["cpu"] ?? 0;
          }
          assert.ok(mostVcpus({ limits }, candidates) >= vcpus);
        },
      ),
    );
  });
});
