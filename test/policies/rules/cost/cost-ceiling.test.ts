import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costCeiling } from "../../../../policies/rules/cost/cost-ceiling";
import { inferencePool, trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const limitsPath = "spec.limits";

describe("cost-ceiling", () => {
  for (const limit of ["8k", "8Gi", "1e400", 100_000, "9999999999999999999"]) {
    it(`finds that a limit of ${limit} GPUs limits nothing`, async () => {
      const pool = trainingPool();
      pool.spec.limits = { "nvidia.com/gpu": limit };
      assert.deepEqual(await pathsBy(costCeiling, pool), [limitsPath]);
    });
  }

  it("takes the strictest of several limits", async () => {
    const pool = trainingPool();
    pool.spec.limits = { "nvidia.com/gpu": "8k", nodes: 2 };
    assert.deepEqual(await pathsBy(costCeiling, pool), []);
  });

  it("finds types that no limit counts, such as parts of a GPU", async () => {
    const pool = inferencePool();
    pool.spec.template.spec.requirements[1]!.operator = "Exists";
    delete pool.spec.template.spec.requirements[1]!.values;
    const { messages } = await checkBy(costCeiling, pool);
    assert.match(messages[0] ?? "", /got no upper bound for any number of g6f\./);
  });

  it("says what the nodes of the dearest type cost", async () => {
    const pool = trainingPool();
    const { messages } = await checkBy(costCeiling, pool, undefined, { maxUsdPerHour: 100 });
    assert.match(
      messages[0] ?? "",
      /got \$\d{3} an hour for 8 p5\.48xlarge; expected at most \$100 an hour/,
    );
  });

  it("counts the replicas of a static pool, or its limit on nodes", async () => {
    const pool = trainingPool();
    pool.spec.replicas = 2;
    pool.spec.limits = { nodes: 3 };
    assert.deepEqual(await pathsBy(costCeiling, pool), []);
    pool.spec.limits = { nodes: 10_000 };
    assert.deepEqual(await pathsBy(costCeiling, pool), [limitsPath]);
  });

  it("leaves a pool without any limit to cost-limits-required, and a retired one alone", async () => {
    const pool = trainingPool();
    pool.spec.limits = {};
    assert.deepEqual(await pathsBy(costCeiling, pool), []);
    pool.spec.limits = { "nvidia.com/gpu": "8k" };
    pool.metadata.annotations["accelerator-platform.io/retired"] = "true";
    assert.deepEqual(await pathsBy(costCeiling, pool), []);
  });
});
