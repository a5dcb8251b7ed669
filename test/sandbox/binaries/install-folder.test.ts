import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { installFolder } from "../../../sandbox/binaries/install-folder";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("installing a folder", () => {
  it("is done once when two processes want it at the same time; the second one waits and says so", () =>
    withTemporaryFolder(async (home) => {
      const root = path.join(home, "tool/v1");
      const file = path.join(root, "done");
      const reporter = recordingReporter();
      let fills = 0;
      const install = (): Promise<void> =>
        installFolder(
          root,
          reporter,
          () => fs.existsSync(file),
          async (folder) => {
            fills++;
            await new Promise((resolve) => setTimeout(resolve, 200));
            fs.writeFileSync(path.join(folder, "done"), "");
          },
        );
      await Promise.all([install(), install()]);
      assert.equal(fills, 1);
      assert.deepEqual(reporter.lines, [
        `Waiting for another process that is installing into ${root}`,
      ]);
      assert.deepEqual(fs.readdirSync(path.dirname(root)), ["v1"]);
    }));

  it("removes the files of a killed installation, and replaces an incomplete folder", () =>
    withTemporaryFolder(async (home) => {
      const root = path.join(home, "v1");
      fs.mkdirSync(`${root}.partial-1`);
      fs.mkdirSync(root);
      fs.writeFileSync(path.join(root, "old"), "");
      await installFolder(
        root,
        recordingReporter(),
        () => false,
        (folder) => Promise.resolve(fs.writeFileSync(path.join(folder, "new"), "")),
      );
      assert.deepEqual(fs.readdirSync(home), ["v1"]);
      assert.deepEqual(fs.readdirSync(root), ["new"]);
    }));

  it("leaves nothing behind when it fails", () =>
    withTemporaryFolder(async (home) => {
      const root = path.join(home, "v1");
      await assert.rejects(
        installFolder(
          root,
          recordingReporter(),
          () => false,
          (folder) => {
            fs.writeFileSync(path.join(folder, "half"), "");
            return Promise.reject(new Error("no space left"));
          },
        ),
        new Error("no space left"),
      );
      assert.deepEqual(fs.readdirSync(home), []);
    }));
});
