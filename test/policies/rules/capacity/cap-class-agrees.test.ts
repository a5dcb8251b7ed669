import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { capClassAgrees } from "../../../../policies/rules/capacity/cap-class-agrees";
import { inferencePool, trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, checkResource, pathsBy } from "../../check-program";

const labelsPath = "spec.template.metadata.labels";

describe("cap-class-agrees", () => {
  for (const name of ["llm-training", "Pretrain", "team.fine-tuning", "train-1"]) {
    it(`takes the name ${name} for a sign of training`, async () => {
      const pool = inferencePool();
      pool.metadata.name = name;
      assert.deepEqual(await pathsBy(capClassAgrees, pool), [labelsPath]);
    });
  }

  for (const name of ["trainium", "trn1", "strained", "trains"]) {
    it(`takes the name ${name} for no sign of training`, async () => {
      const pool = inferencePool();
      pool.metadata.name = name;
      assert.deepEqual(await pathsBy(capClassAgrees, pool), []);
    });
  }

  it("reads a label that denies training as it is meant", async () => {
    for (const [value, expected] of [
      ["false", []],
      ["true", [labelsPath]],
    ] as const) {
      const pool = inferencePool();
      pool.spec.template.metadata.labels["training"] = value;
      assert.deepEqual(await pathsBy(capClassAgrees, pool), expected);
    }
  });

  it("keeps the training rules on a pool whose label alone says inference", async () => {
    const pool = trainingPool();
    pool.spec.template.metadata.labels["workload"] = "inference";
    pool.spec.template.spec.expireAfter = "1h";
    pool.spec.disruption = {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "0s",
      budgets: [{ nodes: "100%" }],
    };
    const { verdicts, messages } = await checkResource(pool);
    assert.deepEqual([...new Set(verdicts.map(({ rule }) => rule))].sort(), [
      "cap-class-agrees",
      "dis-expire-training",
      "dis-training-no-voluntary",
      "dis-training-when-empty",
    ]);
    assert.match(messages.join("\n"), /taken for a training pool because a taint says so/);
  });

  it("lets an organisation name its own words", async () => {
    const pool = inferencePool();
    pool.metadata.name = "entrainement";
    const own = { trainingWords: ["entrainement"] };
    assert.equal((await checkBy(capClassAgrees, pool, undefined, own)).messages.length, 1);
    pool.metadata.name = "training";
    assert.equal((await checkBy(capClassAgrees, pool, undefined, own)).messages.length, 0);
  });
});
