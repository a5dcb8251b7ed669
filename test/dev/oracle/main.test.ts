import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "mocha";

import { embeddedVersions } from "../../../scheduling/karpenter/karpenter-version";

const root = path.join(__dirname, "..", "..", "..");

function run(...args: readonly string[]): {
  status: number | null;
  stdout: string;
  stderr: string;
} {
  const command = ["--require", "tsx/cjs", "dev/oracle/main.ts", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("npm run oracle", function () {
  this.timeout(60_000);

  it("compares one area, prints counts, the seed and the share of every branch, and exits 0", () => {
    const { status, stdout, stderr } = run("--cases", "3000", "--seed", "11", "--area", "budgets");
    assert.equal(status, 0, stdout);
    const line = /budgets: agree, 3,000 cases, seed 11, (\d+) explained differences/;
    const explained = line.exec(stdout)?.[1] ?? assert.fail(stdout);
    assert.match(stderr, line);
    assert.match(stdout, /^asked for Empty +\d+ +2\d\.\d\d %$/m);
    assert.match(stdout, new RegExp(`^- budget-of-the-largest-integer: ${explained} \\(`, "m"));
    assert.ok(
      stdout.includes(`karpenter/blob/v${embeddedVersions.core}/pkg/apis/v1/nodepool.go#L369\n`),
    );
  });

  for (const [args, problem] of [
    [["--cases", "0"], /'--cases <number>' argument '0' is invalid. expected a whole number, 1/],
    [["--seed", "x"], /'--seed <number>' argument 'x' is invalid. expected a whole number, 0/],
    [["--area", "prices"], /Allowed choices are requirements, budgets, taints, filter\./],
    [["more"], /too many arguments/],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      const { status, stderr } = run(...args);
      assert.equal(status, 1);
      assert.match(stderr, problem);
    });
  }

  it("prints its usage and its exit codes", () => {
    const { status, stdout } = run("--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run oracle -- \[options\]$/m);
    assert.match(stdout, /^Exit codes: 0 they agree; 1 they differ/m);
  });
});
