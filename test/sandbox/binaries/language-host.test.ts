import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findLanguageHost } from "../../../sandbox/binaries/language-host";
import { MissingTool } from "../../../command-line/missing-tool";
import { writeGo, writePulumi, writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("finding the Node language host", () => {
  it("finds the one that was installed together with the CLI", () =>
    withTemporaryFolder(async (home) => {
      const command = writePulumi(path.join(home, "bin"), "3.259.0");
      writeScript(path.join(home, "bin"), "pulumi-language-nodejs", []);
      const host = await findLanguageHost(
        { command, version: "3.259.0" },
        { HOME: home, PATH: "" },
        recordingReporter(),
      );
      assert.deepEqual(host, { folder: path.join(home, "bin"), startsPolicyPacks: true });
    }));

  it("builds the pinned one once and keeps it in the cache", () =>
    withTemporaryFolder(async (home) => {
      const cli = { command: writePulumi(path.join(home, "bin"), "3.259.0"), version: "3.259.0" };
      const log = path.join(home, "go.log");
      const onPath = path.join(home, "on-path");
      writeGo(onPath, log, "3.68.0");
      const root = path.join(home, ".cache/accelerator-platform/pulumi-language-nodejs/v3.68.0");
      const expected = { folder: path.join(root, "bin"), startsPolicyPacks: false };
      const environment = { HOME: home, PATH: onPath };
      assert.deepEqual(await findLanguageHost(cli, environment, recordingReporter()), expected);
      assert.deepEqual(await findLanguageHost(cli, environment, recordingReporter()), expected);
      const module = path.resolve(__dirname, "../../../sandbox/binaries/pulumi-language-nodejs");
      assert.equal(
        fs.readFileSync(log, "utf8"),
        `${module}: build -v -mod=readonly -trimpath -buildvcs=false -ldflags -s -w ` +
          `-o ${root}.partial-${process.pid}/bin/pulumi-language-nodejs ` +
          "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs\n",
      );
    }));

  it("says what was tried when it cannot be built", () =>
    withTemporaryFolder(async (home) => {
      const command = path.join(home, "bin/pulumi");
      await assert.rejects(
        findLanguageHost({ command, version: "3.259.0" }, { HOME: home }, recordingReporter()),
        new MissingTool(
          `The Node language host of Pulumi is missing. Tried:
  - none beside ${command}
  - none in ${home}/.cache/accelerator-platform/pulumi-language-nodejs/v3.68.0
  - no Go on the PATH to build it with
Install the Pulumi CLI (https://www.pulumi.com/docs/install/), which brings it, or Go 1.25.11 or newer (https://go.dev/dl/) so that it can be built here.`,
        ),
      );
    }));
});
