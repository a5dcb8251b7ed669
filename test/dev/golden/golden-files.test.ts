import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { leftoverGoldenFiles, neededGoldenFiles } from "../../../dev/golden/golden-files";

describe("the golden files", () => {
  it("are three for each stack", () => {
    assert.deepEqual(neededGoldenFiles(["dev-eu-west-1"]), [
      "dev-eu-west-1.node-classes.json",
      "dev-eu-west-1.node-pools.json",
      "dev-eu-west-1.resources.json",
    ]);
  });

  it("are left over when their stack is gone, and no other file is", () => {
    const files = ["README.md", ...neededGoldenFiles(["dev-eu-west-1", "dev-eu-west-2"])];
    assert.deepEqual(leftoverGoldenFiles(files, ["dev-eu-west-1"]), [
      "dev-eu-west-2.node-classes.json",
      "dev-eu-west-2.node-pools.json",
      "dev-eu-west-2.resources.json",
    ]);
  });
});
