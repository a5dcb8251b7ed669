import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { platformSpec } from "../../../infra/resolved/platform-spec";
import { representativeWorkloads } from "../../../infra/resolved/workload-classes";
import { stackConfig } from "../../support/stack-values";

describe("the pods that stand for a stack's workload classes", () => {
  it("ask by class and device, and by chain", () => {
    assert.deepEqual(names("production-ap-northeast-1"), [
      "general-gpu",
      "inference-gpu",
      "gpu-inference-chain",
      "training-gpu",
      "cpu",
      "inference-neuron",
    ]);
    assert.deepEqual(names("workshop-us-west-2"), ["inference-neuron", "cpu"]);
  });

  it("select the class by its label, tolerate what its tiers are tainted with, and request one device", () => {
    const training = workloads("production-ap-northeast-1").find(
      ({ name }) => name === "training-gpu",
    );
    assert.deepEqual(training, {
      name: "training-gpu",
      workloadClass: "training",
      pod: {
        spec: {
          nodeSelector: { workload: "training" },
          tolerations: [
            { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" },
            { key: "workload", operator: "Equal", value: "training", effect: "NoSchedule" },
          ],
          containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "1" } } }],
        },
      },
    });
  });

  it("request cores and tolerate nothing where the tiers have no accelerator", () => {
    const cpu = workloads("workshop-us-west-2").find(({ name }) => name === "cpu");
    assert.deepEqual(cpu?.pod, {
      spec: {
        nodeSelector: { workload: "cpu" },
        tolerations: [],
        containers: [{ name: "main", resources: { limits: { cpu: "1" } } }],
      },
    });
  });

  it("leave out tiers that are retired or static, and those of shared GPUs", () => {
    const config = stackConfig("production-ap-northeast-1");
    const closed = {
      "gpu-training": { retired: true },
      "gpu-training-protected": { replicas: 1 },
      "gpu-general": { gpuSharing: { timeSlicing: { replicas: 4 } } },
      inferentia: {},
    };
    const { tiers } = platformSpec({ ...config, tiers: closed });
    assert.deepEqual(
      representativeWorkloads(tiers).map(({ name }) => name),
      ["inference-neuron"],
    );
  });
});

function workloads(stack: string) {
  return representativeWorkloads(platformSpec(stackConfig(stack)).tiers);
}

function names(stack: string): readonly string[] {
  return workloads(stack).map(({ name }) => name);
}
