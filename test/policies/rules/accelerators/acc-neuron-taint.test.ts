import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { accNeuronTaint } from "../../../../policies/rules/accelerators/acc-neuron-taint";
import { cpuPool, neuronPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

describe("acc-neuron-taint", () => {
  it("says which pool, what is missing, what it can launch and what to do", async () => {
    const pool = neuronPool();
    pool.spec.template.spec.taints = [];
    const { messages } = await checkBy(accNeuronTaint, pool);
    assert.deepEqual(messages, [
      [
        "Pools that can launch Inferentia or Trainium instances carry the Neuron taint.",
        "spec.template.spec.taints: no NoSchedule taint for aws.amazon.com/neuron, got []; expected aws.amazon.com/neuron:NoSchedule",
        "This pool can launch 4 Neuron types (inf2.24xlarge, inf2.48xlarge, inf2.8xlarge and 1 more). Pods that request no Neuron device would land on them.",
        'Fix: add { key: "aws.amazon.com/neuron", effect: "NoSchedule" } to spec.template.spec.taints.',
        "More: docs/policies/acc-neuron-taint.md",
      ].join("\n"),
    ]);
  });

  for (const family of ["inf1", "inf2", "trn1", "trn1n"]) {
    it(`checks a pool of ${family}`, async () => {
      const pool = cpuPool();
      pool.spec.template.spec.requirements = [
        { key: "karpenter.k8s.aws/instance-family", operator: "In", values: [family] },
      ];
      assert.deepEqual(await pathsBy(accNeuronTaint, pool), ["spec.template.spec.taints"]);
    });
  }

  it("leaves Qualcomm cards alone, which no Neuron plugin serves", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["dl2q"] },
    ];
    assert.deepEqual(await pathsBy(accNeuronTaint, pool), []);
  });
});
