import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  hasOverlays,
  nodeOverlays,
  type OverlaidTier,
} from "../../../components/node-pools/node-overlays.builder";
import type { GpuSharing } from "../../../components/shared/gpu-sharing";

const labels = {
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/part-of": "accelerator-platform",
};
const timeSlicing: GpuSharing = { kind: "time-slicing", replicas: 4 };
const mig: GpuSharing = { kind: "mig", profile: "1g.10gb", strategy: "single" };

function tier(parts: Partial<OverlaidTier>, ...families: string[]): OverlaidTier {
  const key = "karpenter.k8s.aws/instance-family";
  return {
    name: "gpu-training",
    efa: false,
    requirements: [{ key, operator: "In", values: families }],
    ...parts,
  };
}

describe("nodeOverlays", () => {
  it("renders one overlay for the types of the pool with this number of GPUs", () => {
    const [first, ...others] = nodeOverlays(tier({ gpuSharing: timeSlicing }, "g4dn"));
    assert.deepEqual(first, {
      suffix: "1",
      metadata: { name: "gpu-training-gpus-1", labels },
      spec: {
        requirements: [
          { key: "karpenter.sh/nodepool", operator: "In", values: ["gpu-training"] },
          { key: "karpenter.k8s.aws/instance-gpu-count", operator: "In", values: ["1"] },
        ],
        capacity: { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": "4" },
      },
    });
    assert.deepEqual(
      others.map(({ metadata }) => metadata.name),
      ["gpu-training-gpus-4", "gpu-training-gpus-8"],
    );
  });

  // 5128 pages of 2 MiB: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
  it("adds the huge pages that a node with EFA has and that Karpenter does not know", () => {
    assert.deepEqual(nodeOverlays(tier({ efa: true }, "p5")), [
      {
        suffix: "huge-pages",
        metadata: { name: "gpu-training-huge-pages", labels },
        spec: {
          requirements: [
            { key: "karpenter.sh/nodepool", operator: "In", values: ["gpu-training"] },
          ],
          capacity: { "hugepages-2Mi": "10256Mi" },
        },
      },
    ]);
  });

  it("makes one overlay for a type and not two, where a tier has huge pages and shared GPUs", () => {
    assert.deepEqual(
      nodeOverlays(tier({ efa: true, gpuSharing: mig }, "p5")).map(({ spec }) => spec.capacity),
      [
        { "nvidia.com/gpu": "7", "hugepages-2Mi": "10256Mi" },
        { "nvidia.com/gpu": "56", "hugepages-2Mi": "10256Mi" },
      ],
    );
  });

  it("makes none for a tier with whole GPUs and without EFA", () => {
    assert.deepEqual(nodeOverlays(tier({}, "p5")), []);
  });

  it("has overlays exactly where the feature gate is turned on for them", () => {
    for (const parts of [{}, { efa: true }, { gpuSharing: timeSlicing }]) {
      const one = tier(parts, "p5");
      assert.equal(nodeOverlays(one).length > 0, hasOverlays(one));
    }
  });
});
