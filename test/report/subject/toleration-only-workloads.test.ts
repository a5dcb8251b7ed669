import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { tolerationOnlyWorkloads } from "../../../report/subject/toleration-only-workloads";

function nodePool(...taints: readonly object[]): object {
  const nodeClassRef = { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" };
  return {
    metadata: { name: "pool" },
    spec: { template: { spec: { nodeClassRef, requirements: [], taints } } },
  };
}

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const neuronTaint = { key: "aws.amazon.com/neuron", effect: "NoSchedule" };
const amdTaint = { key: "amd.com/gpu", effect: "NoExecute" };
const otherTaint = { key: "workload", effect: "NoSchedule" };

describe("workloads that only tolerate", () => {
  it("exist once for each taint that has the name of a device's resource", () => {
    const pools = [
      nodePool(gpuTaint),
      nodePool(gpuTaint),
      nodePool(otherTaint, neuronTaint),
      nodePool(amdTaint),
      "no pool",
    ];
    assert.deepEqual(
      tolerationOnlyWorkloads(pools).map(({ name }) => name),
      ["nvidia.com/gpu", "aws.amazon.com/neuron", "amd.com/gpu"].map(
        (resource) => `a workload that only tolerates ${resource}`,
      ),
    );
  });

  it("tolerate the taint and request one device", () => {
    assert.deepEqual(tolerationOnlyWorkloads([nodePool(neuronTaint)]), [
      {
        name: "a workload that only tolerates aws.amazon.com/neuron",
        isExample: true,
        isProbe: true,
        pod: {
          spec: {
            tolerations: [
              { key: "aws.amazon.com/neuron", operator: "Exists", effect: "NoSchedule" },
            ],
            containers: [{ name: "main", resources: { limits: { "aws.amazon.com/neuron": "1" } } }],
          },
        },
      },
    ]);
  });
});
