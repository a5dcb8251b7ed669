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

  for (const [args, message] of [
    [[], /^Usage: npm run karpenter-wasm -- \[options\] \[command\]$/m],
    [["rebuild"], /^error: unknown command 'rebuild'$/m],
    [["check", "all"], /^error: too many arguments for 'check'/m],
    [["native"], /^error: missing required argument 'path'$/m],
  ] as const) {
    it(`refuses ${JSON.stringify(args)} and says why`, () => {
      const { status, stderr } = run(args);
      assert.equal(status, 1);
      assert.match(stderr, message);
    });
  }

  it("says which Go to install when Go is missing", () => {
    const { status, stderr } = run(["check"], "/nonexistent");
    assert.equal(status, 2);
    assert.match(stderr, /^go is not installed; install any Go from 1\.21 on: it fetches go1\./);
  });
});
