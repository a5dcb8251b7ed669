import assert from "node:assert/strict";

import { after, before, describe, it } from "mocha";

import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";
import program from "../../infra/index";
import { asEngineConfig } from "../../commands/check/check-stack";
import { recordRegistrations } from "../../commands/check/recorder";
import { shippedStacks, stackFile } from "../support/stack-values";

describe("infra/boot.js", function () {
  this.timeout(60_000);
  const { stackTraceLimit } = Error;
  let bundled: typeof program;
  before(async () => {
    ({ default: bundled } = await import("../../infra/boot.js"));
  });
  after(() => {
    Object.assign(Error, { prepareStackTrace: undefined });
    Error.stackTraceLimit = stackTraceLimit;
  });

  for (const stack of stackNames(shippedStacks)) {
    it(`registers for ${stack} what infra/index.ts does, in a bundle`, async () => {
      const { values } = readStackFile(stackFile(stack, shippedStacks));
      const run = {
        project: "accelerator-platform",
        stack,
        preview: false,
        config: asEngineConfig(values),
      };
      const expected = await recordRegistrations(program, run);
      assert.notEqual(bundled, program);
      assert.ok(expected.length > 50);
      assert.deepEqual(await recordRegistrations(bundled, run), expected);
    });
  }
});
