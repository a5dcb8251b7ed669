import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

const guard = path.resolve(__dirname, "../../command-line/closed-pipe.ts");

/** Runs a command that prints a great deal, then says on standard error that it is done and ends with exit code 1. */
function run(
  stdout: "pipe" | number,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const script = `
    require(${JSON.stringify(guard)}).guardOutput();
    process.exitCode = 1;
    process.stdout.write("x".repeat(1e6), () => process.stderr.write("done\\n"));`;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    stdio: ["ignore", stdout, "pipe"],
  });
  child.stdout?.destroy();
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stderr })));
}

describe("the output of a command", function () {
  this.timeout(60_000);

  it("is dropped when the reader closes the pipe: the command goes on and keeps its exit code", async () => {
    assert.deepEqual(await run("pipe"), { code: 1, stderr: "done\n" });
  });

  // Linux has it, macOS does not.
  if (!existsSync("/dev/full")) return;
  it("ends the command with exit code 2 when it cannot be written for another reason", async () => {
    const full = openSync("/dev/full", "w");
    try {
      const { code, stderr } = await run(full);
      assert.equal(code, 2);
      assert.match(stderr, /^cannot write to standard output, got ENOSPC: /m);
    } finally {
      closeSync(full);
    }
  });
});
