import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

const root = path.resolve(__dirname, "../../..");
const picture = path.join(root, "docs/images/report.png");

/** Any attempt to find or to install a browser fails here. */
const environment = { PATH: "/nowhere", CHROMIUM_PATH: "/nowhere/chromium" };

function screenshot(...args: readonly string[]) {
  const script = path.join(root, "dev/screenshot/screenshot.ts");
  return spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: root,
    encoding: "utf8",
    env: environment,
  });
}

describe("the screenshot command", function () {
  this.timeout(60_000);

  it("prints its usage for --help, needs no browser for it and leaves the picture as it is", () => {
    const before = statSync(picture).mtimeMs;
    const { status, stdout, stderr } = screenshot("--help");
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run report:screenshot -- \[options\]\n/);
    assert.equal(statSync(picture).mtimeMs, before);
  });

  it("refuses what it does not know, with exit code 1", () => {
    const before = statSync(picture).mtimeMs;
    for (const argument of ["--pictures", "production-us-east-1"]) {
      const { status, stdout, stderr } = screenshot(argument);
      assert.equal(status, 1, argument);
      assert.equal(stdout, "");
      assert.match(stderr, /^error: (unknown option '--pictures'|too many arguments)/);
    }
    assert.equal(statSync(picture).mtimeMs, before);
  });
});
