import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { capTrainingNotDefault } from "../../../../policies/rules/capacity/cap-training-not-default";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const taintsPath = "spec.template.spec.taints";

describe("cap-training-not-default", () => {
  it("says which pods may land in the pool and which taint keeps them out", async () => {
    const pool = trainingPool();
    pool.spec.template.spec.taints.pop();
    const { messages } = await checkBy(capTrainingNotDefault, pool);
    assert.deepEqual(messages, [
      [
        "Training pools have a taint of their own, besides the accelerator taint.",
        "spec.template.spec.taints: no taint that keeps out pods other than training, got [nvidia.com/gpu:NoSchedule]; expected workload=training:NoSchedule",
        "Every pod that tolerates [nvidia.com/gpu:NoSchedule] may be placed in this training pool.",
        'Fix: add { key: "workload", value: "training", effect: "NoSchedule" } to spec.template.spec.taints, and the toleration to the training workloads and to the agents that run on every node.',
        "More: docs/policies/cap-training-not-default.md",
      ].join("\n"),
    ]);
  });

  it("takes any one of the configured taints", async () => {
    const config = { isolationTaints: ["dedicated=jobs:NoSchedule", "jobs:NoExecute"] };
    const pool = trainingPool();
    assert.deepEqual(await pathsBy(capTrainingNotDefault, pool, undefined, config), [taintsPath]);
    pool.spec.template.spec.taints[1] = { key: "jobs", effect: "NoExecute" };
    assert.deepEqual(await pathsBy(capTrainingNotDefault, pool, undefined, config), []);
  });

  for (const taint of ["nvidia.com/gpu:NoSchedule", "aws.amazon.com/neuron=true:NoSchedule"]) {
    it(`does not take ${taint} for isolation, even if it is configured`, async () => {
      const pool = trainingPool();
      const [key = "", value = ""] = taint.replace(":NoSchedule", "").split("=");
      pool.spec.template.spec.taints = [{ key, ...(value ? { value } : {}), effect: "NoSchedule" }];
      const config = { isolationTaints: [taint] };
      assert.deepEqual(await pathsBy(capTrainingNotDefault, pool, undefined, config), [taintsPath]);
    });
  }

  it("treats an empty value as no value", async () => {
    const pool = trainingPool();
    pool.spec.template.spec.taints[1] = { key: "jobs", value: "", effect: "NoSchedule" };
    const config = { isolationTaints: ["jobs:NoSchedule"] };
    assert.deepEqual(await pathsBy(capTrainingNotDefault, pool, undefined, config), []);
  });
});
