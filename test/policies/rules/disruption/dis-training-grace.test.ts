import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { disTrainingGrace } from "../../../../policies/rules/disruption/dis-training-grace";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { checkProgram, nodePoolToken, pathsBy } from "../../check-program";

const gracePath = "spec.template.spec.terminationGracePeriod";
const poolWith = (terminationGracePeriod: unknown) => {
  const pool = trainingPool();
  Object.assign(pool.spec.template.spec, { terminationGracePeriod });
  return pool;
};

describe("dis-training-grace", () => {
  for (const [text, expected] of [
    ["1s", [gracePath]],
    ["59m", [gracePath]],
    ["60m", []],
    ["1d", [gracePath]],
  ] as const) {
    it(`judges ${text}`, async () => {
      assert.deepEqual(await pathsBy(disTrainingGrace, poolWith(text)), expected);
    });
  }

  it("reports a period that is not known at preview, or whose changes are ignored", async () => {
    const unknown = poolWith("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.deepEqual(await pathsBy(disTrainingGrace, unknown), [gracePath]);
    const ignored = {
      type: nodePoolToken,
      name: "pool",
      properties: { ...trainingPool() },
      ignoreChanges: [gracePath],
    };
    const { verdicts } = await checkProgram([ignored], { rules: [disTrainingGrace] });
    assert.deepEqual(
      verdicts.map(({ path }) => path),
      [gracePath],
    );
  });
});
