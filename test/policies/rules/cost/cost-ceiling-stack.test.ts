import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costCeilingStack } from "../../../../policies/rules/cost/cost-ceiling-stack";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { checkProgram, nodePoolPatchToken, nodePoolToken } from "../../check-program";

const named = (name: string, gpus: number, type = nodePoolToken) => {
  const pool = trainingPool();
  pool.metadata.name = name;
  pool.spec.limits = { "nvidia.com/gpu": gpus };
  return { type, name, properties: { ...pool } };
};

const found = async (...resources: ReturnType<typeof named>[]) =>
  (await checkProgram(resources, { rules: [costCeilingStack] })).verdicts.map(
    ({ resource }) => resource,
  );

describe("cost-ceiling-stack", () => {
  it("names the dearest pool of a program that is above the ceiling", async () => {
    assert.deepEqual(await found(named("a", 240), named("b", 248), named("c", 240)), ["b"]);
    assert.deepEqual(await found(named("a", 240), named("b", 248)), []);
  });

  it("counts a pool and its patch once, as the patch leaves it", async () => {
    assert.deepEqual(await found(named("a", 248), named("a", 240, nodePoolPatchToken)), []);
  });
});
