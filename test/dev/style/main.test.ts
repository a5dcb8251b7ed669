import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

import { describe, it } from "mocha";

const root = path.resolve(__dirname, "../../..");

describe("the command style", function () {
  this.timeout(60_000);
  const style = (...args: readonly string[]) => {
    const main = ["--import", "tsx", "dev/style/main.ts", ...args];
    const { status, stderr } = spawnSync(process.execPath, main, { cwd: root, encoding: "utf8" });
    return { status, stderr };
  };

  it("refuses every path that does not exist", () => {
    assert.deepEqual(style("docs", "nosuchpath", "nowhere/"), {
      status: 1,
      stderr: "style: nosuchpath: no such file\nstyle: nowhere/: no such file\n",
    });
  });

  it("takes a folder or a file, as a shell completes it", () => {
    for (const one of ["docs/", "./README.md"]) {
      assert.deepEqual(style(one), { status: 0, stderr: "" });
    }
  });
});
