import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { disTrainingProtected } from "../../../../policies/rules/disruption/dis-training-protected";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { checkProgram, nodePoolPatchToken, nodePoolToken } from "../../check-program";

const rules = [disTrainingProtected];
const resource = (type: string, properties: object, protect: boolean) => ({
  type,
  name: "pool",
  properties: { ...properties },
  protect,
});

describe("dis-training-protected", () => {
  it("asks for the protection of what carries a training pool", async () => {
    const carrier = { values: { extra: [trainingPool()] } };
    for (const [protect, expected] of [
      [true, []],
      [false, ["values.extra[0]"]],
    ] as const) {
      const release = resource("kubernetes:helm.sh/v3:Release", carrier, protect);
      const { verdicts } = await checkProgram([release], { rules });
      assert.deepEqual(
        verdicts.map(({ path }) => path),
        expected,
      );
    }
  });

  it("leaves the patch of a protected pool alone", async () => {
    const patch = { metadata: { name: "h100-jobs" }, spec: { limits: { cpu: 1000 } } };
    const { verdicts } = await checkProgram(
      [resource(nodePoolToken, trainingPool(), true), resource(nodePoolPatchToken, patch, false)],
      { rules },
    );
    assert.deepEqual(verdicts, []);
  });
});
