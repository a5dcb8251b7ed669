import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { accTaintExclusive } from "../../../../policies/rules/accelerators/acc-taint-exclusive";
import { cpuPool, inferencePool, neuronPool } from "../../../fixtures/resources/node-pool";
import type { PoolFixture } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const requirementsPath = "spec.template.spec.requirements";
const gpuTaint = { key: "nvidia.com/gpu", effect: "NoSchedule" };
const neuronTaint = { key: "aws.amazon.com/neuron", effect: "NoSchedule" };

describe("acc-taint-exclusive", () => {
  it("names a taint without its accelerator, and says to remove it if no type has the accelerator", async () => {
    const pool = poolOf(["c7i"], [gpuTaint]);
    const { messages } = await checkBy(accTaintExclusive, pool);
    assert.deepEqual(messages, [
      [
        "A pool with an accelerator taint launches only nodes with that accelerator, and no pool mixes two kinds.",
        "spec.template.spec.taints[0]: the taint nvidia.com/gpu on a pool that can launch types without an NVIDIA GPU, got nvidia.com/gpu:NoSchedule with 11 types (c7i.12xlarge, c7i.16xlarge, c7i.24xlarge and 8 more); expected only types with an NVIDIA GPU behind the taint",
        "Pods that tolerate the taint land there and wait for an NVIDIA GPU that no such node has; pods that would fit are kept out.",
        "Fix: remove the taint from spec.template.spec.taints.",
        "More: docs/policies/acc-taint-exclusive.md",
      ].join("\n"),
    ]);
  });

  it("offers the requirement that keeps the others out where some types have the accelerator", async () => {
    const { messages } = await checkBy(accTaintExclusive, poolOf(["inf2", "m7i"], [neuronTaint]));
    assert.deepEqual(messages[0]?.split("\n").slice(3, 4), [
      'Fix: add { key: "karpenter.k8s.aws/instance-accelerator-count", operator: "Exists" } to spec.template.spec.requirements, or move the other types to a pool of their own.',
    ]);
  });

  it("names both kinds of a mixed pool in one finding", async () => {
    const { messages } = await checkBy(
      accTaintExclusive,
      poolOf(["g6e", "inf2"], [gpuTaint, neuronTaint]),
    );
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        "spec.template.spec.requirements: one pool for NVIDIA GPUs and Neuron devices, got 8 NVIDIA types (g6e.12xlarge, g6e.16xlarge, g6e.24xlarge and 5 more) and 4 Neuron types (inf2.24xlarge, inf2.48xlarge, inf2.8xlarge and 1 more); expected accelerators of one kind",
      ],
    );
  });

  it("leaves AMD GPUs and Qualcomm cards to acc-general-pool-excludes", async () => {
    for (const family of ["g4ad", "dl2q"]) {
      assert.deepEqual(await pathsBy(accTaintExclusive, poolOf([family], [gpuTaint])), [], family);
    }
  });

  it("ignores general pools without an accelerator taint, even those that can launch everything", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements = [];
    assert.deepEqual(await pathsBy(accTaintExclusive, pool), []);
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g99"] },
    ];
    assert.deepEqual(await pathsBy(accTaintExclusive, pool), []);
  });

  it("does not count startup taints", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.startupTaints = [gpuTaint];
    assert.deepEqual(await pathsBy(accTaintExclusive, pool), []);
  });

  it("cannot approve a taint before types that it cannot read", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-type", operator: "In", values: ["g5.xlarge"] },
    ];
    assert.deepEqual(await pathsBy(accTaintExclusive, pool), [`${requirementsPath}[0].key`]);
    pool.spec.template.spec.taints = [];
    assert.deepEqual(await pathsBy(accTaintExclusive, pool), []);
  });

  it("finds nothing in pools of one kind with its taint, and a fault in every other mixture", async () => {
    const families = {
      g6: "gpu",
      g6f: "gpu",
      p5: "gpu",
      inf2: "neuron",
      trn1: "neuron",
      m7i: "cpu",
    };
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(Object.keys(families) as (keyof typeof families)[], { minLength: 1 }),
        fc.subarray([gpuTaint, neuronTaint]),
        async (named, taints) => {
          const kinds = new Set(named.map((family) => families[family]));
          const expectedKind = {
            "nvidia.com/gpu": "gpu",
            "aws.amazon.com/neuron": "neuron",
          } as const;
          const wrongTaint = taints.some(({ key }) =>
            [...kinds].some((kind) => kind !== expectedKind[key as keyof typeof expectedKind]),
          );
          const onlyAccelerators = !kinds.has("cpu");
          const mixed = kinds.has("gpu") && kinds.has("neuron");
          const paths = await pathsBy(accTaintExclusive, poolOf(named, taints));
          assert.equal(paths.length > 0, wrongTaint || (mixed && onlyAccelerators));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("acc-taint-exclusive on the pools of the other rules", () => {
  for (const [what, pool] of [
    ["GPU", inferencePool()],
    ["Neuron", neuronPool()],
    ["CPU", cpuPool()],
  ] as const) {
    it(`accepts a ${what} pool`, async () => {
      assert.deepEqual(await pathsBy(accTaintExclusive, pool), []);
    });
  }
});

function poolOf(
  families: readonly string[],
  taints: PoolFixture["spec"]["template"]["spec"]["taints"],
): PoolFixture {
  const pool = inferencePool();
  pool.spec.template.spec.requirements = [
    { key: "karpenter.k8s.aws/instance-family", operator: "In", values: [...families] },
  ];
  pool.spec.template.spec.taints = taints;
  return pool;
}
