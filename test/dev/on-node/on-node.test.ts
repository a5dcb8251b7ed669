import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { commandOnNode } from "../../../dev/on-node/command";
import { withTemporaryFolder } from "../../support/temporary-folder";

const root = path.resolve(__dirname, "../../..");

describe("the tests on another Node.js", () => {
  it("are the whole suite as npm test runs it, or what is named", () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const [, ownArguments = ""] = (scripts["test"] ?? "").split("&& mocha ");
    const { args } = commandOnNode("/node/bin/node", [], {});
    assert.equal(args.slice(1).join(" "), ownArguments.replaceAll("'", ""));
    const one = commandOnNode("/node/bin/node", ["test/boot.test.ts"], {});
    assert.equal(one.args.at(-1), "test/boot.test.ts");
  });

  it("find this Node.js under the name node, and take no options of the process that starts them", () => {
    const { environment } = commandOnNode("/node/bin/node", [], {
      PATH: "/usr/bin",
      NODE_OPTIONS: "--import tsx",
    });
    assert.equal(environment["PATH"], "/node/bin:/usr/bin");
    assert.equal(environment["NODE_OPTIONS"], "");
  });

  it("pass or fail the command", async function () {
    this.timeout(120_000);
    await withTemporaryFolder((folder) => {
      const run = (text: string) => {
        const file = path.join(folder, "one.test.ts");
        fs.writeFileSync(file, text);
        return spawnSync(process.execPath, ["--import", "tsx", "dev/on-node/main.ts", "24", file], {
          cwd: root,
          encoding: "utf8",
          env: { ...process.env, NODE_24: process.execPath },
        });
      };
      assert.equal(run('it("passes", () => {});').status, 0);
      assert.equal(run('it("fails", () => { throw new Error("no"); });').status, 1);
    });
  });

  it("are refused on a release that is not pinned", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "dev/on-node/main.ts", "21"],
      { cwd: root, encoding: "utf8" },
    );
    assert.equal(status, 1);
    assert.match(stderr, /Allowed choices are 22, 24/);
  });
});
