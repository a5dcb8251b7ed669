import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { measuredStack } from "../../../dev/bench/measured-stack";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("the stack that is measured", () => {
  const chosenAmong = (...stacks: readonly string[]) =>
    withTemporaryFolder((root) => {
      mkdirSync(path.join(root, "stacks"));
      for (const stack of stacks) writeFileSync(path.join(root, `stacks/Pulumi.${stack}.yaml`), "");
      return measuredStack("production-us-east-1", root);
    });

  it("is the wanted one where it exists, else a production stack, else the first", async () => {
    assert.equal(
      await chosenAmong("production-eu-west-1", "production-us-east-1"),
      "production-us-east-1",
    );
    assert.equal(
      await chosenAmong("dev-eu-west-1", "production-eu-west-1"),
      "production-eu-west-1",
    );
    assert.equal(await chosenAmong("dev-eu-west-1", "dev-eu-west-2"), "dev-eu-west-1");
  });

  it("is a fault where there is no stack file at all", async () => {
    await assert.rejects(chosenAmong(), /stacks: no stack file; add one$/);
  });
});
