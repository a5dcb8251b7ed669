import assert from "node:assert/strict";
import fs, { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mock } from "node:test";

import { afterEach, describe, it } from "mocha";

import { writeAllAtomically, writeAtomically } from "../../command-line/atomic-file";
import { withTemporaryFolder } from "../support/temporary-folder";

const root = path.resolve(__dirname, "../..");

describe("writing a file atomically", () => {
  it("replaces the text, makes missing folders, and leaves nothing else there", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "deep", "file.txt");
      writeAtomically(file, "one");
      writeAtomically(file, "two");
      assert.equal(readFileSync(file, "utf8"), "two");
      assert.deepEqual(readdirSync(path.dirname(file)), ["file.txt"]);
    }));

  it("writes bytes as they are", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "file.bin");
      writeAtomically(file, Uint8Array.of(0, 255, 10));
      assert.deepEqual([...readFileSync(file)], [0, 255, 10]);
    }));

  it("leaves nothing behind where the file cannot be written", () =>
    withTemporaryFolder((folder) => {
      const taken = path.join(folder, "taken");
      mkdirSync(taken);
      assert.throws(() => writeAtomically(taken, "text"), { code: "EISDIR" });
      assert.deepEqual(readdirSync(folder), ["taken"]);
    }));
});

describe("writing files that belong together", () => {
  afterEach(() => mock.restoreAll());

  it("replaces none of them where one cannot be written", () =>
    withTemporaryFolder((folder) => {
      const [first = "", second = ""] = ["a.txt", "b.txt"].map((name) => path.join(folder, name));
      for (const file of [first, second]) writeFileSync(file, "before");
      const write = fs.writeFileSync;
      mock.method(fs, "writeFileSync", (file: string, text: string) => {
        // As a full disk does it: some bytes of the file are there.
        write(file, text.slice(0, 2));
        if (file.startsWith(second)) throw new Error("ENOSPC: no space left on device");
      });
      assert.throws(
        () => writeAllAtomically([first, second].map((file) => ({ file, content: "after" }))),
        /ENOSPC/,
      );
      assert.deepEqual(
        [first, second].map((file) => readFileSync(file, "utf8")),
        ["before", "before"],
      );
      assert.deepEqual(readdirSync(folder).sort(), ["a.txt", "b.txt"]);
    }));
});

describe("a source that writes files without writeAtomically", () => {
  /** Why half a file does no harm there, or why the function cannot be used. */
  const reasons: Readonly<Record<string, string>> = {
    "command-line/atomic-file.ts": "it is the function",
    "commands/new-stack/main.ts": "the file must not exist yet, so the flag wx writes it",
    "commands/new-stack/new-stack.ts": "a temporary folder",
    "dev/bench/floor-projects.ts": "a temporary folder",
    "dev/bench/language-host-options.ts": "a temporary folder",
    "dev/compare-karpenter/older-files.ts": "a folder that gets its name when it is complete",
    "dev/karpenter-wasm/bare-module.ts": "a folder that gets its name when it is complete",
    "dev/mutation/stryker.ts": "the options of one run, which only that run reads",
    "dev/programs/karpenter-charts.ts": "a folder that gets its name when it is complete",
    "dev/screenshot/report-picture.ts": "a temporary folder",
    "sandbox/engine/stack-lock.ts": "only the holder of the lock writes it",
    "start/bundle.js": "plain JavaScript, which cannot import the function",
  };

  it("is one that has a reason", () => {
    const rooms = readdirSync(root, { withFileTypes: true })
      .filter(
        (one) => one.isDirectory() && !/^(\..*|coverage|node_modules|reports|test)$/.test(one.name),
      )
      .map(({ name }) => name);
    const writers = rooms.flatMap((room) =>
      readdirSync(path.join(root, room), { encoding: "utf8", recursive: true })
        .map((file) => `${room}/${file}`)
        .filter((file) => /\.(ts|js)$/.test(file) && !/node_modules|policies\/dist/.test(file))
        .filter((file) => /\bwriteFile(Sync)?\(/.test(readFileSync(path.join(root, file), "utf8"))),
    );
    assert.deepEqual(writers.sort(), Object.keys(reasons));
  });
});
