import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { faultText, pathText } from "../../scheduling/values/fault";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import {
  businessHoursDisruption,
  gpuGuidePoolNames,
  gpuOperatorValues,
  seedFileNames,
  seedManifests,
  seedNodeClass,
  seedNodeClassNames,
  seedNodePool,
  seedNodePoolNames,
  seedWorkloadNames,
  seedWorkloads,
  withSpec,
} from "./seeds";

describe("the seeds in their original form", () => {
  it("are thirteen pools, seven node classes and ten kinds of pods, one file each", () => {
    assert.equal(seedNodePoolNames.length, 13);
    assert.equal(seedNodeClassNames.length, 7);
    assert.deepEqual(
      seedFileNames("node-pools").filter((name) => !name.endsWith(".fragment")),
      [...seedNodePoolNames].sort(),
    );
    assert.deepEqual(seedFileNames("node-classes"), seedNodeClassNames);
    assert.deepEqual(
      seedWorkloads().map(({ name }) => name),
      seedWorkloadNames,
    );
  });

  for (const name of seedNodePoolNames.filter((one) => one !== "trainium-trn1")) {
    it(`has a pool ${name} that Karpenter takes, and that names itself so`, () => {
      const { pool, findings } = readNodePool(seedNodePool(name));
      assert.deepEqual(findings, []);
      assert.equal(pool?.name, name);
    });
  }

  it("names a label in trainium-trn1 that the CRD refuses", () => {
    const { pool, findings } = readNodePool(seedNodePool("trainium-trn1"));
    assert.deepEqual(
      findings.map(({ path }) => pathText(path)),
      ["spec.template.spec.requirements[0].key"],
    );
    assert.match(
      findings.map(faultText).join(),
      /karpenter\.k8s\.aws\/instance-type.*node\.kubernetes\.io\/instance-type/,
    );
    assert.equal(pool?.nodeClass, "trainium-trn1");
  });

  it("have node classes for every pool, and no other", () => {
    const used = seedNodePoolNames.map((name) => readNodePool(seedNodePool(name)).pool?.nodeClass);
    assert.deepEqual([...new Set(used)].sort(), [...seedNodeClassNames]);
    for (const name of seedNodeClassNames) {
      assert.deepEqual(seedNodeClass(name)["metadata"], { name });
    }
  });

  it("hold the figures of the GPU guide", () => {
    const pools = gpuGuidePoolNames.map((name) => readNodePool(seedNodePool(name)).pool);
    assert.deepEqual(
      pools.map((pool) => [pool?.name, pool?.weight, pool?.limits]),
      [
        ["gpu-general", 80, { cpu: "500", memory: "2000Gi", "nvidia.com/gpu": "100" }],
        ["gpu-inference", 60, { "nvidia.com/gpu": "50" }],
        ["gpu-spot-inference", 70, { "nvidia.com/gpu": "40" }],
        ["gpu-tier1-g5-spot", 100, { "nvidia.com/gpu": "20" }],
        ["gpu-tier2-g4dn-spot", 50, { "nvidia.com/gpu": "20" }],
        ["gpu-tier3-g5-ondemand", 10, { "nvidia.com/gpu": "10" }],
        ["gpu-training", 90, { "nvidia.com/gpu": "32" }],
        ["gpu-training-protected", 0, {}],
        ["inferentia", 0, { "aws.amazon.com/neuron": "32" }],
        ["multi-arch", 50, { cpu: "1000", memory: "2000Gi" }],
      ],
    );
  });

  it("have pods by the number that their workload asks for", () => {
    assert.deepEqual(
      seedWorkloads().map(({ name, count = 1 }) => [name, count]),
      [
        ["distributed-training", 4],
        ["gpu-debug", 1],
        ["gpu-inference-server", 3],
        ["llm-inference", 2],
        ["long-training-job", 1],
        ["ray-llama2-head", 1],
        ["ray-llama2-inf2", 1],
        ["ray-mistral-head", 1],
        ["ray-mistral-worker-group", 1],
        ["training-job", 1],
      ],
    );
  });

  it("come with their budget, autoscaler, monitors, alerts and chart values", () => {
    const kinds = [
      ...seedManifests("workloads", "gpu-inference-server"),
      ...seedManifests("workloads", "llm-inference"),
      ...seedManifests("monitoring", "service-monitors"),
      ...seedManifests("monitoring", "karpenter-gpu-alerts"),
    ].map(({ kind }) => kind);
    assert.deepEqual(kinds, [
      "Deployment",
      "PodDisruptionBudget",
      "Deployment",
      "HorizontalPodAutoscaler",
      "ServiceMonitor",
      "ServiceMonitor",
      "PrometheusRule",
    ]);
    assert.deepEqual(gpuOperatorValues()["driver"], { enabled: true });
  });

  it("block nine to seven on workdays, in a block that any pool can take", () => {
    const general = seedNodePool("gpu-general");
    const guarded = withSpec(general, { disruption: businessHoursDisruption() });
    assert.deepEqual(readNodePool(guarded).pool?.budgets, [
      { nodes: "1" },
      { nodes: "0", schedule: "0 9 * * MON-FRI", duration: "10h" },
    ]);
  });

  it("are read anew each time", () => {
    const first = seedNodePool("gpu-general") as { spec: { weight: number } };
    first.spec.weight = 1;
    assert.equal(readNodePool(seedNodePool("gpu-general")).pool?.weight, 80);
  });
});
