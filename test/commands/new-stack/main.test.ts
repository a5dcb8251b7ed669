import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

import { describe, it } from "mocha";

import { snapshotOf } from "../../support/engine";
import { shippedStacks } from "../../support/stack-values";

const root = path.resolve(__dirname, "../../..");

/** What it writes is tested by test/contributing/, in a copy of the checkout. */
describe("the command new-stack", function () {
  this.timeout(60_000);

  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "commands/new-stack/main.ts", ...args], {
      cwd: root,
      encoding: "utf8",
    });

  it("prints its usage", () => {
    const { status, stdout, stderr } = run("--help");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Usage: npm run new-stack -- \[options\] <environment> <region>/);
  });

  it("refuses faulty arguments with exit code 1 and writes nothing", () => {
    const before = snapshotOf(shippedStacks);
    for (const [args, message] of [
      [["dev"], /^error: missing required argument 'region'/],
      [["dev", "mars-1"], /^region: unknown, got "mars-1"; expected one of /],
    ] as const) {
      const { status, stdout, stderr } = run(...args);
      assert.equal(status, 1);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
    assert.deepEqual(snapshotOf(shippedStacks), before);
  });
});
