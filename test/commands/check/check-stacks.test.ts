import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { checkStacks } from "../../../commands/check/check-stacks";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("checkStacks", () => {
  const printed: string[] = [];
  const { error } = console;
  beforeEach(() => {
    printed.length = 0;
    console.error = (text: string) => printed.push(...text.split("\n"));
  });
  afterEach(() => {
    console.error = error;
  });

  it("fails for a stack file that ends in .yml, and tells to rename it", () =>
    withTemporaryFolder(async (root) => {
      mkdirSync(path.join(root, "stacks"));
      writeFileSync(path.join(root, "stacks", "Pulumi.dev-us-west-2.yml"), "config: {}");
      const fault =
        "stacks/Pulumi.dev-us-west-2.yml: Pulumi does not read it, got the ending .yml; expected .yaml; rename it to stacks/Pulumi.dev-us-west-2.yaml";
      assert.equal(await checkStacks(root, []), false);
      assert.equal(printed[0], fault);
      printed.length = 0;
      assert.equal(await checkStacks(root, ["dev-us-west-2"]), false);
      assert.deepEqual(printed, [fault]);
    }));
});
