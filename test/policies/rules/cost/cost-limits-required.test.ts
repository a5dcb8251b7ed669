import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costLimitsRequired } from "../../../../policies/rules/cost/cost-limits-required";
import {
  cpuPool,
  inferencePool,
  neuronPool,
  trainingPool,
} from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const more = "More: docs/policies/cost-limits-required.md";

describe("cost-limits-required", () => {
  it("names the most expensive types that a pool without limits can launch", async () => {
    const pool = inferencePool();
    pool.spec.limits = {};
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.deepEqual(messages, [
      [
        "Every pool has limits, and an accelerator pool limits its accelerators.",
        "spec.limits: no limit on what the pool may launch, got nothing; expected limits for nvidia.com/gpu",
        "This pool can launch 10 types (g6.48xlarge, g6.24xlarge, g6.12xlarge and 7 more), as many as pods ask for.",
        'Fix: set spec.limits to { "nvidia.com/gpu": <most you will pay for> }.',
        more,
      ].join("\n"),
    ]);
  });

  it("does not accept a limit on cpu as a limit on accelerators", async () => {
    const pool = inferencePool();
    pool.spec.limits = { cpu: "1000", memory: "4000Gi" };
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.limits: no limit for nvidia.com/gpu, got cpu: 1000 and memory: 4000Gi; expected a limit for nvidia.com/gpu",
      "This pool can launch 10 types (g6.48xlarge, g6.24xlarge, g6.12xlarge and 7 more) with nvidia.com/gpu; limits on other resources do not say how many.",
      'Fix: add "nvidia.com/gpu" to spec.limits, or keep these types out in spec.template.spec.requirements.',
    ]);
  });

  it("says which type is the smallest that a limit excludes", async () => {
    const pool = neuronPool();
    pool.spec.template.spec.requirements.push({
      key: "karpenter.k8s.aws/instance-size",
      operator: "In",
      values: ["24xlarge", "48xlarge"],
    });
    pool.spec.limits = { "aws.amazon.com/neuron": "4" };
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        'spec.limits["aws.amazon.com/neuron"]: limit below the smallest type that the pool can launch, got 4; expected at least the 6 of inf2.24xlarge',
      ],
    );
  });

  for (const [amount, paths] of [
    [16, []],
    ["16", []],
    ["16000m", []],
    [15, ["spec.limits.cpu"]],
    ["15999m", ["spec.limits.cpu"]],
  ] as const) {
    it(`${paths.length === 0 ? "accepts" : "refuses"} ${JSON.stringify(amount)} cores where the smallest type has 16`, async () => {
      const pool = trainingPool();
      pool.spec.limits = { "nvidia.com/gpu": 8, cpu: amount };
      assert.deepEqual(await pathsBy(costLimitsRequired, pool), paths);
    });
  }

  it("compares memory with what Karpenter counts, 7.5 % below the label", async () => {
    const pool = trainingPool();
    // p5.4xlarge has 256 GiB, of which Karpenter counts 236.8.
    pool.spec.limits = { "nvidia.com/gpu": 8, memory: "237Gi" };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), []);
    pool.spec.limits = { "nvidia.com/gpu": 8, memory: "236Gi" };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), ["spec.limits.memory"]);
  });

  it("asks for each kind of device that the pool can launch", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.requirements = [];
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.deepEqual(
      messages.map((message) => /expected (.*)$/m.exec(message)?.[1]),
      [
        "a limit for amd.com/gpu",
        "a limit for aws.amazon.com/neuron",
        "a limit for nvidia.com/gpu",
      ],
    );
  });

  it("asks for no device where a type has a fraction of one", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.requirements = [
      { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g6f"] },
    ];
    pool.spec.limits = { cpu: 100 };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), []);
  });

  it("takes a limit on nodes, and 0 of them for a pool that launches nothing", async () => {
    const pool = cpuPool();
    pool.spec.limits = { nodes: 3 };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), []);
    pool.spec.limits = { nodes: 0 };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), ["spec.limits.nodes"]);
  });

  it("takes replicas for a cap, and a limit of as many nodes", async () => {
    const pool = inferencePool();
    pool.spec.replicas = 3;
    pool.spec.limits = { nodes: 3 };
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), []);
  });

  it("says that a limit is negative rather than small", async () => {
    const pool = inferencePool();
    pool.spec.limits = { "nvidia.com/gpu": "-1" };
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        'spec.limits["nvidia.com/gpu"]: negative limit, got "-1"; expected a quantity of 0 or more, such as 8, 500m or 2000Gi',
      ],
    );
  });

  it("asks a CPU pool without limits for cores", async () => {
    const pool = cpuPool();
    pool.spec.limits = {};
    const { messages } = await checkBy(costLimitsRequired, pool);
    assert.match(messages[0] ?? "", /; expected limits for cpu$/m);
  });

  it("cannot hold limits against types that it cannot read or does not know", async () => {
    const pool = inferencePool();
    const { requirements } = pool.spec.template.spec;
    requirements.push({
      key: "karpenter.k8s.aws/instance-family",
      operator: "In",
      values: ["g99"],
    });
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), ["spec.template.spec.requirements"]);
    requirements.push({ key: "karpenter.k8s.aws/instance-type", operator: "Exists" });
    assert.deepEqual(await pathsBy(costLimitsRequired, pool), [
      "spec.template.spec.requirements[4].key",
    ]);
  });

  it("says how a pool is closed on purpose where a limit is 0, and only there", async () => {
    const fix = async (limit: number) => {
      const pool = neuronPool();
      pool.spec.template.spec.requirements.push({
        key: "karpenter.k8s.aws/instance-size",
        operator: "In",
        values: ["24xlarge", "48xlarge"],
      });
      pool.spec.limits = { "aws.amazon.com/neuron": limit };
      return (await checkBy(costLimitsRequired, pool)).messages[0]?.split("\n")[3];
    };
    assert.equal(
      await fix(0),
      'Fix: raise the limit for aws.amazon.com/neuron, or remove the pool; to close it on purpose, set metadata.annotations["accelerator-platform.io/retired"] to "true".',
    );
    assert.equal(
      await fix(4),
      "Fix: raise the limit for aws.amazon.com/neuron, or remove the pool.",
    );
  });

  it("says what a retired pool may still launch and how it is closed", async () => {
    const retired = { "accelerator-platform.io/retired": "true" };
    const lines = async (pool: ReturnType<typeof cpuPool>) => {
      pool.metadata.annotations = retired;
      return (await checkBy(costLimitsRequired, pool)).messages[0]?.split("\n").slice(1, 4);
    };
    assert.deepEqual(await lines(inferencePool()), [
      "spec.limits: a retired pool that may still launch nodes, got nvidia.com/gpu: 40; expected nvidia.com/gpu: 0",
      "The annotation accelerator-platform.io/retired says that the pool launches nothing more, but it can launch 10 types (g6.48xlarge, g6.24xlarge, g6.12xlarge and 7 more).",
      'Fix: set spec.limits to { "nvidia.com/gpu": 0 }, or remove the annotation.',
    ]);
    assert.match((await lines(cpuPool()))?.[0] ?? "", /; expected cpu: 0$/);
  });

  for (const [limits, retired, paths] of [
    [{ "nvidia.com/gpu": 0 }, "true", []],
    [{ "nvidia.com/gpu": "0", cpu: 100 }, "true", []],
    [{ "nvidia.com/gpu": 0 }, "false", ['spec.limits["nvidia.com/gpu"]']],
    [{ "nvidia.com/gpu": 0 }, true, ['spec.limits["nvidia.com/gpu"]']],
    [{ "nvidia.com/gpu": 1 }, "true", ["spec.limits"]],
    [{ nodes: 0 }, "true", ["spec.limits"]],
  ] as const) {
    it(`${paths.length === 0 ? "accepts" : "refuses"} ${JSON.stringify(limits)} of a GPU pool with retired: ${JSON.stringify(retired)}`, async () => {
      const pool = inferencePool();
      pool.spec.limits = { ...limits };
      pool.metadata.annotations = { "accelerator-platform.io/retired": retired };
      assert.deepEqual(await pathsBy(costLimitsRequired, pool), paths);
    });
  }
});
