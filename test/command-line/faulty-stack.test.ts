import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import path from "node:path";

import { after, before, describe, it } from "mocha";

import { draftStack } from "../../commands/new-stack/new-stack";
import { snapshotOf } from "../support/engine";
import { copyFixtureCheckout } from "../support/fixture-checkout";
import { temporaryFolder } from "../support/temporary-folder";

describe("with one faulty stack file", function () {
  this.timeout(60_000);
  let copy: string;
  before(() => {
    copy = temporaryFolder();
    copyFixtureCheckout(copy);
    const file = path.join(copy, "stacks/Pulumi.dev-us-west-2.yaml");
    appendFileSync(file, "  accelerator-platform:nonsense: true\n");
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  for (const [command, ...args] of [
    ["generate", "dev/generate/main.ts"],
    ["generate", "dev/generate/main.ts", "--check"],
    ["golden", "dev/golden/main.ts"],
    ["new-stack", "commands/new-stack/main.ts", "dev", "eu-west-1"],
  ] as const) {
    it(`${[command, ...args.slice(1)].join(" ")} names it in one line, exits 1 and writes nothing`, () => {
      const folders = ["docs", "stacks", "test/stacks/golden"].map((one) => path.join(copy, one));
      const before = folders.map(snapshotOf);
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", ...args], {
        cwd: copy,
        encoding: "utf8",
      });
      assert.deepEqual(
        { status, stdout, stderr },
        {
          status: 1,
          stdout: "",
          stderr: `${command}: faults in dev-us-west-2; nothing was written; run npm run check to read them\n`,
        },
      );
      assert.deepEqual(folders.map(snapshotOf), before);
    });
  }

  it("a new stack is not drafted, because the range of the faulty one would seem to be free", () => {
    assert.throws(() => draftStack(path.join(copy, "stacks"), "dev", "eu-west-1"), {
      name: "InputFault",
      message: /^new-stack: faults in dev-us-west-2; /,
    });
  });
});
