import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  sharedCapacities,
  sharedLimits,
  type SharingTier,
} from "../../../components/node-pools/gpu-sharing.builder";
import type { GpuSharing } from "../../../components/shared/gpu-sharing";

const timeSlicing: GpuSharing = { kind: "time-slicing", replicas: 4 };
const mig = (strategy: "mixed" | "single"): GpuSharing => ({
  kind: "mig",
  profile: "1g.10gb",
  strategy,
});

function tier(gpuSharing: GpuSharing, ...families: string[]): SharingTier {
  const key = "karpenter.k8s.aws/instance-family";
  return {
    name: "gpu-inference",
    gpuSharing,
    requirements: [{ key, operator: "In", values: families }],
  };
}

/** Capacity of the nodes, by number of GPUs. */
function capacities(sharing: SharingTier) {
  return sharedCapacities(sharing).map(({ gpus, capacity }) => [gpus, capacity]);
}

describe("sharedCapacities", () => {
  it("counts the slices of all GPUs of a node, and sets whole GPUs to 0", () => {
    assert.deepEqual(capacities(tier(timeSlicing, "g5")), [
      [1, { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": "4" }],
      [4, { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": "16" }],
      [8, { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": "32" }],
    ]);
  });

  it("counts MIG instances under the name that the strategy gives them", () => {
    assert.deepEqual(capacities(tier(mig("mixed"), "p5")), [
      [1, { "nvidia.com/gpu": "0", "nvidia.com/mig-1g.10gb": "7" }],
      [8, { "nvidia.com/gpu": "0", "nvidia.com/mig-1g.10gb": "56" }],
    ]);
    assert.deepEqual(capacities(tier(mig("single"), "p4de")), [[8, { "nvidia.com/gpu": "56" }]]);
  });

  it("knows the number of instances of a profile on an A100 with 40 GB", () => {
    assert.deepEqual(capacities(tier(mig("mixed"), "p4d")), [
      [8, { "nvidia.com/gpu": "0", "nvidia.com/mig-1g.10gb": "32" }],
    ]);
  });

  it("leaves out types without a whole GPU", () => {
    assert.deepEqual(capacities(tier(timeSlicing, "g6f")), []);
  });
});

describe("sharedLimits", () => {
  it("repeats a limit in GPUs in the resource that the nodes offer", () => {
    assert.deepEqual(sharedLimits({ "nvidia.com/gpu": 50, cpu: 1000 }, tier(timeSlicing, "g5")), {
      "nvidia.com/gpu": 50,
      "nvidia.com/gpu.shared": 200,
      cpu: 1000,
    });
    assert.deepEqual(sharedLimits({ "nvidia.com/gpu": "16" }, tier(mig("mixed"), "p5")), {
      "nvidia.com/gpu": "16",
      "nvidia.com/mig-1g.10gb": 112,
    });
  });

  it("counts MIG instances where they are called GPUs", () => {
    assert.deepEqual(sharedLimits({ "nvidia.com/gpu": 16 }, tier(mig("single"), "p5")), {
      "nvidia.com/gpu": 112,
    });
  });

  it("sets both limits of a retired pool to 0", () => {
    assert.deepEqual(sharedLimits({ "nvidia.com/gpu": 0 }, tier(timeSlicing, "g5")), {
      "nvidia.com/gpu": 0,
      "nvidia.com/gpu.shared": 0,
    });
  });

  it("keeps the stack's own limit on the shared resource where it is the smaller one", () => {
    const shared = (own: string | number) =>
      sharedLimits({ "nvidia.com/gpu": 50, "nvidia.com/gpu.shared": own }, tier(timeSlicing, "g5"))[
        "nvidia.com/gpu.shared"
      ];
    assert.equal(shared(20), 20);
    assert.equal(shared("0"), "0");
    assert.equal(shared(200), 200);
    assert.equal(shared(1000), 200);
  });

  it("does not change limits without GPUs", () => {
    assert.deepEqual(sharedLimits({ nodes: 3 }, tier(timeSlicing, "g5")), { nodes: 3 });
  });
});
