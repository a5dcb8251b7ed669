import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeAddresses } from "../../../components/network/node-addresses.builder";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";

function addresses(name: string, accelerator?: string, podsPerDevice = 1) {
  const type = instanceType(name);
  assert.ok(type, name);
  return nodeAddresses(type, { accelerator, podsPerDevice });
}

describe("nodeAddresses", () => {
  it("counts one prefix for each 16 pods, and a warm prefix, on a node without accelerators", () => {
    // Its interfaces allow 8 pods. It has 1 core.
    assert.deepEqual(addresses("c6g.medium"), { interfaces: 1, pods: 32 });
    // Its interfaces allow 29 pods, its 2 cores allow 20.
    assert.deepEqual(addresses("m7i.large"), { interfaces: 1, pods: 48 });
    // Its interfaces allow 737 pods. The limit for every node is 110.
    assert.deepEqual(addresses("m7i.48xlarge"), { interfaces: 1, pods: 128 });
  });

  it("counts one pod per device, and the agents, where every pod requests a device", () => {
    assert.deepEqual(addresses("g6.16xlarge", "nvidia.com/gpu"), { interfaces: 1, pods: 32 });
    assert.deepEqual(addresses("g5.48xlarge", "nvidia.com/gpu"), { interfaces: 1, pods: 48 });
  });

  it("counts every share of a shared device", () => {
    // 15 agents and 8 x 7 shares make 71 pods.
    assert.deepEqual(addresses("p4d.24xlarge", "nvidia.com/gpu", 7).pods, 96);
  });

  it("counts Neuron cores, because pods may request cores instead of devices", () => {
    // 15 agents, and 24 cores on 12 devices.
    assert.deepEqual(addresses("inf2.48xlarge", "aws.amazon.com/neuron").pods, 64);
  });

  it("counts one interface for each EFA device", () => {
    assert.deepEqual(addresses("p5.48xlarge", "nvidia.com/gpu"), { interfaces: 32, pods: 48 });
  });
});
