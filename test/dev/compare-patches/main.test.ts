import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { stackNames } from "../../../infra/config/stack-names";
import { copyFixtureCheckout } from "../../support/fixture-checkout";
import { stackFile } from "../../support/stack-values";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("the command compare-patches", function () {
  this.timeout(60_000);

  it("says that there is no stack, where there is none to choose", () =>
    withTemporaryFolder((folder) => {
      copyFixtureCheckout(folder);
      const stacks = path.join(folder, "stacks");
      for (const stack of stackNames(stacks)) rmSync(stackFile(stack, stacks));
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["--import", "tsx", "dev/compare-patches/main.ts"],
        { cwd: folder, encoding: "utf8" },
      );
      assert.deepEqual([status, stdout], [1, ""]);
      assert.equal(
        stderr,
        "compare-patches: stacks: no stack file, got an empty folder; expected stacks/Pulumi.<environment>-<region>.yaml; add one\n",
      );
    }));
});
