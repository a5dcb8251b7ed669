import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { podNeeds } from "../../../../report/answers/placement/pod-needs";
import { lastingRefusals } from "../../../../report/answers/placement/lasting-refusals";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";

/** Why a training pool with two taints refuses a pod of this spec. */
function refusal(spec: object): readonly string[] {
  const { pool } = readNodePool({
    metadata: { name: "gpu-training" },
    spec: {
      template: {
        metadata: { labels: { workload: "training" } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
          taints: [
            { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
            { key: "workload", value: "training", effect: "NoSchedule" },
          ],
          requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
        },
      },
    },
  });
  assert.ok(pool !== undefined);
  return lastingRefusals(pool, podNeeds({ spec }));
}

const everything = [{ operator: "Exists" }];

describe("what a pool refuses even with capacity", () => {
  it("is a pod that does not tolerate its taints, with each taint in Karpenter's words", () => {
    assert.deepEqual(refusal({}), [
      "did not tolerate taint (taint=nvidia.com/gpu=true:NoSchedule)",
      "did not tolerate taint (taint=workload=training:NoSchedule)",
    ]);
  });

  it("counts the toleration that EKS adds for a device that the pod requests", () => {
    const containers = [{ resources: { limits: { "nvidia.com/gpu": "1" } } }];
    assert.deepEqual(refusal({ containers }), [
      "did not tolerate taint (taint=workload=training:NoSchedule)",
    ]);
    assert.deepEqual(
      refusal({ containers, tolerations: [{ key: "workload", value: "training" }] }),
      [],
    );
  });

  it("is a pod that selects a value or a label that the pool's nodes do not have", () => {
    assert.deepEqual(
      refusal({ tolerations: everything, nodeSelector: { workload: "inference" } }),
      [
        "incompatible requirements, key workload, workload In [inference] not in workload In [training]",
      ],
    );
    assert.deepEqual(refusal({ tolerations: everything, nodeSelector: { team: "ml" } }), [
      'incompatible requirements, label "team" does not have known values',
    ]);
  });

  it("is no pod that selects labels which every node of the pool gets", () => {
    for (const nodeSelector of [
      { workload: "training", "karpenter.sh/nodepool": "gpu-training" },
      { "karpenter.k8s.aws/ec2nodeclass": "gpu" },
      { "kubernetes.io/arch": "amd64" },
      { "karpenter.k8s.aws/instance-family": "p5" },
    ]) {
      assert.deepEqual(refusal({ tolerations: everything, nodeSelector }), []);
    }
    assert.deepEqual(
      refusal({ tolerations: everything, nodeSelector: { "karpenter.sh/nodepool": "gpu" } }),
      [
        "incompatible requirements, key karpenter.sh/nodepool, karpenter.sh/nodepool In [gpu] not in karpenter.sh/nodepool In [gpu-training]",
      ],
    );
    assert.deepEqual(
      refusal({ tolerations: everything, nodeSelector: { "karpenter.k8s.aws/ec2nodeclass": "x" } }),
      [
        "incompatible requirements, key karpenter.k8s.aws/ec2nodeclass, karpenter.k8s.aws/ec2nodeclass In [x] not in karpenter.k8s.aws/ec2nodeclass In [gpu]",
      ],
    );
  });
});
