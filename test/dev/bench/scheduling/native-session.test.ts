import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { startNative } from "../../../../dev/bench/scheduling/native-session";

const sessionModule = require.resolve("../../../../dev/bench/scheduling/native-session");

describe("a program that is asked through named pipes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "native-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (script: string): string => {
    const file = path.join(folder, "program");
    writeFileSync(file, `#!${process.execPath}\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it("answers questions in order, also those that are larger than the buffer of a pipe", () => {
    const session = startNative(
      program(`require("readline").createInterface({ input: process.stdin })
        .on("line", (line) => process.stdout.write(line.toUpperCase() + "\\n"));`),
    );
    try {
      const long = "ä".repeat(300_000);
      assert.equal(session.ask("one"), "ONE");
      assert.equal(session.ask(long), "Ä".repeat(300_000));
      assert.equal(session.ask("three"), "THREE");
      const peak = session.peakBytes();
      if (process.platform === "linux") assert.ok(peak !== undefined && peak > 10e6);
    } finally {
      session.stop();
    }
  });

  it("must exist", () => {
    assert.throws(
      () => startNative(path.join(folder, "nothing")),
      /nothing: cannot be started; build it with npm run karpenter-wasm -- native/,
    );
  });

  it("ends no other process when it does not exist", async () => {
    // In a process group of its own, so that a stray signal would end the asking process alone.
    const asking = spawn(
      process.execPath,
      [
        "--require",
        "tsx/cjs",
        "--eval",
        `const { startNative } = require(${JSON.stringify(sessionModule)});
        try { startNative("/nothing"); } catch {}
        setTimeout(() => process.exit(7), 100);`,
      ],
      { detached: true, stdio: "ignore" },
    );
    const end = await new Promise((resolve) =>
      asking.once("exit", (code, signal) => resolve(code ?? signal)),
    );
    assert.equal(end, 7);
  });
});
