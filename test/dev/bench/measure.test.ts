import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { measure } from "../../../dev/bench/measure";

const node = (program: string): Parameters<typeof measure>[0] => ({
  command: process.execPath,
  args: ["-e", program],
  cwd: __dirname,
  environment: process.env,
});

describe("measuring a command", () => {
  it("gives its wall time and the memory of its whole process tree", async () => {
    const child = `require("child_process").spawnSync(process.execPath, ["-e",
      "const held = Buffer.alloc(200e6, 1); setTimeout(() => held, 700)"]);`;
    const { seconds, peakBytes } = await measure(node(child));
    assert.ok(seconds > 0.7 && seconds < 10);
    if (process.platform === "linux") assert.ok(peakBytes !== undefined && peakBytes > 200e6);
  });

  it("fails with the output of the command when the command fails", async () => {
    await assert.rejects(measure(node("console.error('out of luck'); process.exit(3)")), {
      message:
        `\`${process.execPath} -e console.error('out of luck'); process.exit(3)\` failed ` +
        "(exit code 3)\nout of luck",
    });
  });
});
