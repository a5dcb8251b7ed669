import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { damageOf, refuseDamage } from "../../../sandbox/engine/damage";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import { withTemporaryFolder } from "../../support/temporary-folder";

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

describe("damaged state", () => {
  it("is not found in an empty sandbox", () =>
    withTemporaryFolder((state) => {
      assert.deepEqual(damageOf(sandboxFolder(state, "dev")), []);
      assert.deepEqual(fs.readdirSync(state), []);
    }));

  it("is reported with all files at once, and with advice", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev");
      write(folder.checkpoint, "{");
      write(folder.cloud, "[]");
      write(folder.deployedSettings, "config: [");
      assert.throws(
        () => refuseDamage(folder),
        (error: Error) => {
          const lines = error.message.split("\n");
          assert.equal(lines[0], "sandbox: the state of dev is damaged in 3 files");
          assert.deepEqual(
            lines.slice(1, 4).map((line) => line.split(": ")[0]?.trim()),
            [folder.checkpoint, folder.cloud, folder.deployedSettings],
          );
          assert.equal(
            lines[4],
            "Restore these files, or remove the sandbox's own state of this stack: " +
              "`npm run sandbox -- up dev --reset` starts again, " +
              "`npm run sandbox -- destroy dev --reset` only removes it.",
          );
          return true;
        },
      );
    }));
});
