import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { accGpuTaint } from "../../../../policies/rules/accelerators/acc-gpu-taint";
import { cpuPool, inferencePool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const taintsPath = "spec.template.spec.taints";

describe("acc-gpu-taint", () => {
  it("says which pool, what is missing, what it can launch and what to do", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.taints = [{ key: "team", value: "ml", effect: "NoSchedule" }];
    const { messages } = await checkBy(accGpuTaint, pool);
    assert.deepEqual(messages, [
      [
        "Pools that can launch NVIDIA instances carry the GPU taint.",
        "spec.template.spec.taints: no NoSchedule taint for nvidia.com/gpu, got [a text of 4 characters=a text of 2 characters:NoSchedule]; expected nvidia.com/gpu:NoSchedule",
        "This pool can launch 10 NVIDIA types (g6.12xlarge, g6.16xlarge, g6.24xlarge and 7 more). Pods that tolerate its other taints would land on them without requesting a NVIDIA device.",
        'Fix: add { key: "nvidia.com/gpu", effect: "NoSchedule" } to spec.template.spec.taints.',
        "More: docs/policies/acc-gpu-taint.md",
      ].join("\n"),
    ]);
  });

  it("offers to keep the GPU types out where the pool can launch others as well", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "g"] },
    ];
    const { messages } = await checkBy(accGpuTaint, pool);
    assert.equal(
      messages[0]?.split("\n")[3],
      'Fix: add { key: "nvidia.com/gpu", effect: "NoSchedule" } to spec.template.spec.taints, or keep these types out with { key: "karpenter.k8s.aws/instance-gpu-count", operator: "DoesNotExist" } in spec.template.spec.requirements.',
    );
  });

  it("names a startup taint as what it is", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.startupTaints = pool.spec.template.spec.taints;
    pool.spec.template.spec.taints = [];
    const { messages } = await checkBy(accGpuTaint, pool);
    assert.equal(
      messages[0]?.split("\n")[1],
      "spec.template.spec.taints: only a startup taint for nvidia.com/gpu, got []; expected nvidia.com/gpu:NoSchedule",
    );
  });

  for (const [what, key, operator, values] of [
    ["an arm64 GPU family", "karpenter.k8s.aws/instance-family", "In", ["g5g"]],
    ["a GPU by its name", "karpenter.k8s.aws/instance-gpu-name", "In", ["h100"]],
    ["gr6, whose category is gr", "karpenter.k8s.aws/instance-category", "In", ["gr"]],
    ["any GPU", "karpenter.k8s.aws/instance-gpu-count", "Gt", ["0"]],
    ["everything but c", "karpenter.k8s.aws/instance-category", "NotIn", ["c"]],
    ["a type by its beta key", "beta.kubernetes.io/instance-type", "In", ["p5.48xlarge"]],
  ] as const) {
    it(`checks a pool that can launch ${what}`, async () => {
      const pool = cpuPool();
      pool.spec.template.spec.requirements = [{ key, operator, values: [...values] }];
      assert.deepEqual(await pathsBy(accGpuTaint, pool), [taintsPath]);
    });
  }

  for (const [what, key, operator, values] of [
    ["AMD GPUs only", "karpenter.k8s.aws/instance-family", "In", ["g4ad"]],
    ["Neuron devices only", "karpenter.k8s.aws/instance-family", "In", ["trn1"]],
    ["no GPU", "karpenter.k8s.aws/instance-gpu-count", "DoesNotExist", undefined],
    ["a CPU type by its beta key", "beta.kubernetes.io/instance-type", "In", ["m5.large"]],
  ] as const) {
    it(`leaves a pool alone that can launch ${what}`, async () => {
      const pool = cpuPool();
      pool.spec.template.spec.requirements = [
        { key, operator, ...(values === undefined ? {} : { values: [...values] }) },
      ];
      assert.deepEqual(await pathsBy(accGpuTaint, pool), []);
    });
  }

  it("does not ask for names to exist that a pool excludes", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements.push({
      key: "karpenter.k8s.aws/instance-family",
      operator: "NotIn",
      values: ["m99"],
    });
    assert.deepEqual(await pathsBy(accGpuTaint, pool), []);
  });

  it("does not go by the pool's name", async () => {
    const pool = cpuPool();
    pool.metadata.name = "gpu-training";
    assert.deepEqual(await pathsBy(accGpuTaint, pool), []);
  });

  it("accepts unknown types if another accelerator taint keeps pods off them", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.requirements = [
      { key: "node.kubernetes.io/instance-type", operator: "In", values: ["trn9.48xlarge"] },
    ];
    pool.spec.template.spec.taints = [{ key: "aws.amazon.com/neuron", effect: "NoSchedule" }];
    assert.deepEqual(await pathsBy(accGpuTaint, pool), []);
    pool.spec.template.spec.taints = [];
    assert.deepEqual(await pathsBy(accGpuTaint, pool), ["spec.template.spec.requirements"]);
  });

  it("reports every malformed taint with its path", async () => {
    const pool = inferencePool();
    const malformed = [
      5,
      { effect: "NoSchedule" },
      { key: "a", effect: "Never" },
      { key: "b", value: 1, effect: "NoExecute" },
    ];
    assert.deepEqual(
      await pathsBy(accGpuTaint, {
        ...pool,
        spec: { template: { spec: { taints: malformed, requirements: [] } } },
      }),
      [
        `${taintsPath}[0]`,
        `${taintsPath}[1].key`,
        `${taintsPath}[2].effect`,
        `${taintsPath}[3].value`,
      ],
    );
  });

  it("reports a marker inside a longer text as unknown", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.taints = [
      { key: "prefix-04da6b54-80e4-46f7-96ec-b56ff0331ba9", effect: "NoSchedule" },
    ];
    const { messages } = await checkBy(accGpuTaint, pool);
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        "spec.template.spec.taints[0].key: not known at preview, got a value that exists only after another resource was created; expected a plain value",
      ],
    );
  });

  it("reads no requirement that says nothing about instance types", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.taints = [];
    pool.spec.template.spec.requirements.push({
      key: "topology.kubernetes.io/zone",
      operator: "In",
      values: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    });
    assert.deepEqual(await pathsBy(accGpuTaint, pool), [taintsPath]);
  });
});
