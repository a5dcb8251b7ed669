import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { accLabel } from "../../../../policies/rules/accelerators/acc-label";
import { inferencePool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const labelsPath = "spec.template.metadata.labels";

describe("acc-label", () => {
  it("says which labels there are, which are allowed and why it matters", async () => {
    const pool = inferencePool();
    pool.spec.template.metadata.labels = { workload: "serving", team: "ml" };
    const { messages } = await checkBy(accLabel, pool);
    assert.deepEqual(messages, [
      [
        "Pools that can launch accelerators declare their workload class.",
        "spec.template.metadata.labels: no workload class for a pool that can launch accelerators, got workload=a text of 7 characters; expected one of workload=training, workload=inference, workload=general",
        "This pool can launch 10 accelerated types (g6.12xlarge, g6.16xlarge, g6.24xlarge and 7 more). Without a class the rules for training do not apply to it.",
        "Fix: add one of the labels workload=training, workload=inference, workload=general to spec.template.metadata.labels.",
        "More: docs/policies/acc-label.md",
      ].join("\n"),
    ]);
  });

  for (const family of ["g4ad", "dl2q", "g6f", "inf2"]) {
    it(`counts ${family} as accelerated`, async () => {
      const pool = inferencePool();
      pool.spec.template.metadata.labels = {};
      pool.spec.template.spec.requirements = [
        { key: "karpenter.k8s.aws/instance-family", operator: "In", values: [family] },
      ];
      assert.deepEqual(await pathsBy(accLabel, pool), [labelsPath]);
    });
  }

  it("takes classes from its configuration, several labels of a selector together", async () => {
    const config = { classes: { training: { team: ["ml"], purpose: ["jobs", "sweeps"] } } };
    const pool = inferencePool();
    pool.spec.template.metadata.labels = { team: "ml", purpose: "sweeps" };
    assert.deepEqual(await pathsBy(accLabel, pool, undefined, config), []);
    pool.spec.template.metadata.labels = { team: "ml" };
    assert.deepEqual(await pathsBy(accLabel, pool, undefined, config), [labelsPath]);
  });

  it("treats a selector without labels as one that matches nothing", async () => {
    const config = { classes: { training: {} } };
    assert.deepEqual(await pathsBy(accLabel, inferencePool(), undefined, config), [labelsPath]);
  });

  it("reports a label that is no text at its own path", async () => {
    const pool = inferencePool();
    pool.spec.template.metadata.labels = { workload: 5 };
    assert.deepEqual(await pathsBy(accLabel, pool), [`${labelsPath}.workload`]);
  });

  it("does not read labels of others", async () => {
    const pool = inferencePool();
    pool.spec.template.metadata.labels = {
      workload: "inference",
      cluster: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    };
    assert.deepEqual(await pathsBy(accLabel, pool), []);
  });
});
