import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { accGeneralPoolExcludes } from "../../../../policies/rules/accelerators/acc-general-pool-excludes";
import { cpuPool, inferencePool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const requirementsPath = "spec.template.spec.requirements";

describe("acc-general-pool-excludes", () => {
  it("counts the accelerated types among all and names the two requirements that exclude them", async () => {
    const { messages } = await checkBy(accGeneralPoolExcludes, poolOf(["m7i", "g6e"]));
    assert.deepEqual(messages, [
      [
        "General pools exclude accelerators, and no pool launches accelerators for which the cluster has no device plugin.",
        "spec.template.spec.requirements: a general pool can launch accelerators, got 8 accelerated types (g6e.12xlarge, g6e.16xlarge, g6e.24xlarge and 5 more) among 19; expected only types without an accelerator",
        "Karpenter launches one of them when the others are exhausted or a large pod fits nothing else, and then keeps it for every pod that lands there.",
        'Fix: add { key: "karpenter.k8s.aws/instance-gpu-count", operator: "DoesNotExist" } and { key: "karpenter.k8s.aws/instance-accelerator-count", operator: "DoesNotExist" } to spec.template.spec.requirements, or give accelerators a pool of their own, with their taint.',
        "More: docs/policies/acc-general-pool-excludes.md",
      ].join("\n"),
    ]);
  });

  it("finds nothing once the fix of its message is applied", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-gpu-count", operator: "DoesNotExist" },
      { key: "karpenter.k8s.aws/instance-accelerator-count", operator: "DoesNotExist" },
    ];
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), []);
    for (const left of [0, 1]) {
      const half = structuredClone(pool);
      half.spec.template.spec.requirements.splice(left, 1);
      assert.deepEqual(await pathsBy(accGeneralPoolExcludes, half), [requirementsPath]);
    }
  });

  it("names the families of accelerators that nothing serves", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["g"] },
    ];
    const { messages } = await checkBy(accGeneralPoolExcludes, pool);
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.template.spec.requirements: the pool can launch AMD accelerators, for which the cluster has no device plugin, got 5 types (g4ad.16xlarge, g4ad.2xlarge, g4ad.4xlarge and 2 more); expected no accelerators except NVIDIA and Neuron",
      "No device plugin advertises their devices: pods wait for a device that never comes while the node is billed.",
      'Fix: add { key: "karpenter.k8s.aws/instance-family", operator: "NotIn", values: ["g4ad"] } to spec.template.spec.requirements, or add amd to servedAccelerators in the pack\'s configuration.',
    ]);
  });

  it("takes the kinds that are served from its configuration", async () => {
    const amd = poolOf(["g4ad"]);
    const gpu = inferencePool();
    const served = (servedAccelerators: readonly string[], pool: object) =>
      pathsBy(accGeneralPoolExcludes, pool, undefined, { servedAccelerators });
    assert.deepEqual(await served(["nvidia", "amd"], amd), []);
    assert.deepEqual(await served(["nvidia"], amd), [requirementsPath]);
    assert.deepEqual(await served(["neuron"], gpu), [requirementsPath]);
    const { messages } = await checkBy(accGeneralPoolExcludes, gpu, undefined, {
      servedAccelerators: [],
    });
    assert.match(messages[0] ?? "", /expected only types without an accelerator$/m);
  });

  it("leaves pools that launch only accelerators to the rules for their taints", async () => {
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, poolOf(["g6", "inf2"])), []);
  });

  it("leaves a pool with an accelerator taint to acc-taint-exclusive, whatever it can launch", async () => {
    const pool = poolOf(["m7i", "g6"]);
    pool.spec.template.spec.taints = [{ key: "nvidia.com/gpu", effect: "NoExecute" }];
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), []);
    pool.spec.template.spec.taints = [{ key: "team", effect: "NoSchedule" }];
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), [requirementsPath]);
  });

  it("cannot approve families that the catalogue has not, but in pools with an accelerator taint", async () => {
    const pool = poolOf(["m99"]);
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), [requirementsPath]);
    pool.spec.template.spec.taints = [{ key: "nvidia.com/gpu", effect: "NoSchedule" }];
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), []);
  });

  it("cannot approve taints or requirements that it cannot read", async () => {
    const pool = inferencePool();
    const faulty = structuredClone(pool);
    Object.assign(faulty.spec.template.spec, { taints: [{ key: "nvidia.com/gpu" }] });
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, faulty), [
      "spec.template.spec.taints[0].effect",
    ]);
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-type", operator: "In", values: ["g5.xlarge"] },
    ];
    assert.deepEqual(await pathsBy(accGeneralPoolExcludes, pool), [`${requirementsPath}[0].key`]);
  });

  it("does not depend on the order of requirements, and never finds more when one is added", async () => {
    const known = [
      { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "g", "inf"] },
      { key: "karpenter.k8s.aws/instance-gpu-count", operator: "DoesNotExist" },
      { key: "karpenter.k8s.aws/instance-family", operator: "NotIn", values: ["g4ad", "inf1"] },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
    ];
    const count = async (requirements: typeof known) => {
      const pool = cpuPool();
      pool.spec.template.spec.requirements = requirements;
      return (await pathsBy(accGeneralPoolExcludes, pool)).length;
    };
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(known), fc.nat(3), async (chosen, dropped) => {
        const found = await count(chosen);
        assert.equal(await count([...chosen].reverse()), found);
        assert.ok((await count(chosen.filter((_, index) => index !== dropped))) >= found);
      }),
      { numRuns: 40 },
    );
  });
});

function poolOf(families: readonly string[]) {
  const pool = cpuPool();
  pool.spec.template.spec.requirements = [
    { key: "karpenter.k8s.aws/instance-family", operator: "In", values: [...families] },
  ];
  return pool;
}
