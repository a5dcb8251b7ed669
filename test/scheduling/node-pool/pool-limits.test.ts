import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { instanceType, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { roomFor } from "../../../scheduling/node-pool/pool-limits";

function type(name: string): InstanceType {
  const found = instanceType(name);
  assert.ok(found, name);
  return found;
}

describe("roomFor", () => {
  it("stops 100 GPUs of p5.48xlarge at one node when memory is limited to 2000Gi", () => {
    const limits = { "nvidia.com/gpu": 100, memory: "2000Gi" };
    assert.deepEqual(roomFor(type("p5.48xlarge"), limits), { nodes: 1, binding: "memory" });
  });

  it("stops 100 GPUs of g5.48xlarge at two nodes when cpu is limited to 500", () => {
    const limits = { "nvidia.com/gpu": 100, cpu: 500 };
    assert.deepEqual(roomFor(type("g5.48xlarge"), limits), { nodes: 2, binding: "cpu" });
  });

  it("names the accelerator where no other limit stops the pool first", () => {
    assert.deepEqual(roomFor(type("g5.xlarge"), { cpu: 500, "nvidia.com/gpu": 10 }), {
      nodes: 10,
      binding: "nvidia.com/gpu",
    });
  });

  it("counts nodes", () => {
    assert.deepEqual(roomFor(type("g5.xlarge"), { nodes: "3", cpu: 500 }), {
      nodes: 3,
      binding: "nodes",
    });
  });

  it("is infinite where no limit concerns a resource of the type", () => {
    assert.deepEqual(roomFor(type("m7i.large"), { "nvidia.com/gpu": 1 }), { nodes: Infinity });
    assert.deepEqual(roomFor(type("m7i.large"), {}), { nodes: Infinity });
    assert.deepEqual(roomFor(type("m7i.large"), { cpu: "many" }), { nodes: Infinity });
  });

  it("is 0 in a pool with limits of 0", () => {
    assert.deepEqual(roomFor(type("p5.48xlarge"), { "nvidia.com/gpu": 0 }), {
      nodes: 0,
      binding: "nvidia.com/gpu",
    });
  });
});
