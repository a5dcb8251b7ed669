import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { writeAtomically } from "../../command-line/atomic-file";
import { withTemporaryFolder } from "../support/temporary-folder";

describe("writing a file atomically", () => {
  it("replaces the text, makes missing folders, and leaves nothing else there", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "deep", "file.txt");
      writeAtomically(file, "one");
      writeAtomically(file, "two");
      assert.equal(readFileSync(file, "utf8"), "two");
      assert.deepEqual(readdirSync(path.dirname(file)), ["file.txt"]);
    }));

  it("leaves nothing behind where the file cannot be written", () =>
    withTemporaryFolder((folder) => {
      const taken = path.join(folder, "taken");
      mkdirSync(taken);
      assert.throws(() => writeAtomically(taken, "text"), { code: "EISDIR" });
      assert.deepEqual(readdirSync(folder), ["taken"]);
    }));
});
