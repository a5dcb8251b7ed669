import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { describe, it } from "mocha";

import { fixtureCheckout } from "../../support/fixture-checkout";

describe("the check command", function () {
  this.timeout(60_000);

  it("prints its usage", () => {
    const { status, stdout } = check("--help");
    assert.equal(status, 0);
    assert.equal(stdout.split("\n")[0], "Usage: npm run check -- [options] [stack...]");
  });

  it("refuses every unknown stack at once, with the nearest that there is, without a stack trace", () => {
    const { status, stdout, stderr } = check(
      "stacks/Pulumi.production-us-east-2.yaml",
      "elsewhere",
    );
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.deepEqual(
      stderr
        .trimEnd()
        .split("\n")
        .map((line) => line.split(";")[0]),
      ['stack: unknown, got "production-us-east-2"', 'stack: unknown, got "elsewhere"'],
    );
    assert.match(stderr, /did you mean production-us-east-1\?/);
  });

  it("refuses options of a plan without a plan, and a plan beside stacks", () => {
    for (const [args, message] of [
      [["--nodes", "nodes.json"], "--nodes and --approvals belong to --plan; name the preview too"],
      [
        ["--plan", "-", "dev-us-west-2"],
        "--plan takes one preview, got dev-us-west-2 too; leave the names of stacks out",
      ],
    ] as const) {
      const { status, stderr } = check(...args);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`^(check: )?${message}\n$`));
    }
  });

  it("stops a plan that deletes a NodePool, and exits 1", () => {
    const urn = "urn:pulumi:dev::team::kubernetes:karpenter.sh/v1:NodePool::gpus";
    const inputs = { metadata: { name: "gpus" } };
    const plan = { steps: [{ op: "delete", urn, oldState: { inputs } }] };
    const { status, stdout } = checkWith(JSON.stringify(plan), "--plan", "-");
    assert.equal(status, 1);
    assert.match(stdout, /^The plan is stopped: 1 step would drain or orphan nodes\.\n/);
    assert.equal(checkWith('{"steps":[]}', "--plan", "-").status, 0);
  });

  it("refuses an unknown option", () => {
    const { status, stderr } = check("--format=json");
    assert.equal(status, 1);
    assert.equal(stderr, "error: unknown option '--format=json'\n");
  });

  it("checks a named stack without CLI, network or credentials, and exits 0", () => {
    const { status, stdout, stderr } = check("production-us-east-1");
    assert.equal(stderr, "");
    assert.match(
      stdout,
      /^production-us-east-1: \d+ of \d+ resources checked: 0 mandatory findings, 0 advisory\n$/,
    );
    assert.equal(status, 0);
  });
});

function check(...args: readonly string[]) {
  return checkWith("", ...args);
}

function checkWith(input: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, ["commands/check/boot.js", ...args], {
    input,
    cwd: fixtureCheckout(),
    encoding: "utf8",
    env: { PATH: "", HOME: "/nonexistent" },
  });
}
