import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "mocha";

const root = join(__dirname, "..", "..", "..");

/** Runs the command; `PATH` decides whether it finds Go. */
function run(
  args: readonly string[],
  PATH = process.env["PATH"],
): { status: number; stderr: string } {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "dev/karpenter-wasm/main.ts", ...args],
    { cwd: root, encoding: "utf8", env: { ...process.env, PATH } },
  );
  return { status: status ?? -1, stderr };
}

describe("npm run karpenter-wasm", function () {
  this.timeout(30_000);

  for (const args of [[], ["rebuild"], ["check", "all"], ["native"]]) {
    it(`explains itself for ${JSON.stringify(args)}`, () => {
      assert.deepEqual(run(args), {
        status: 1,
        stderr: "usage: npm run karpenter-wasm -- build | check | native <path>\n",
      });
    });
  }

  it("says which Go to install where there is none", () => {
    const { status, stderr } = run(["check"], "/nonexistent");
    assert.equal(status, 2);
    assert.match(stderr, /^go is not installed; install any Go from 1\.21 on: it fetches go1\./);
  });
});
