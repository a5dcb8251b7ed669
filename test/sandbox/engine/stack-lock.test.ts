import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "mocha";
import { lockStack } from "../../../sandbox/engine/stack-lock";
import { InputFault } from "../../../command-line/input-fault";
import { withTemporaryFolder } from "../../support/temporary-folder";

const ignore = (): void => undefined;

/** Takes the lock in another process, and kills that process while it holds the lock. */
async function lockAndDie(root: string): Promise<number> {
  const module = path.resolve(__dirname, "../../../sandbox/engine/stack-lock.ts");
  const program = `require(${JSON.stringify(module)}).lockStack(${JSON.stringify(root)}, "up dev", () => {})
    .then(() => { console.log("locked"); setInterval(() => {}, 1000); });`;
  const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("the lock of a stack", () => {
  it("allows one command at a time, and names its holder", () =>
    withTemporaryFolder(async (folder) => {
      const root = path.join(folder, "dev-us-west-2");
      const release = await lockStack(root, "up dev-us-west-2", ignore);
      await assert.rejects(
        lockStack(root, "destroy dev-us-west-2", ignore),
        new InputFault(
          `sandbox: dev-us-west-2 is in use, got a lock of \`up dev-us-west-2\` (${process.pid}); ` +
            "expected one command per stack at a time; wait for it to end, or end it",
        ),
      );
      await release();
      await (
        await lockStack(root, "destroy dev-us-west-2", ignore)
      )();
      assert.deepEqual(fs.readdirSync(folder), []);
    }));

  it("is taken over at once from a process that was killed", () =>
    withTemporaryFolder(async (folder) => {
      const root = path.join(folder, "dev-us-west-2");
      await lockAndDie(root);
      assert.equal(fs.existsSync(`${root}.lock`), true);
      const started = Date.now();
      const release = await lockStack(root, "up dev-us-west-2", ignore);
      assert.ok(Date.now() - started < 5_000);
      await release();
      assert.deepEqual(fs.readdirSync(folder), []);
    })).timeout(30_000);

  it("is taken over by only one of several processes", () =>
    withTemporaryFolder(async (folder) => {
      const root = path.join(folder, "dev-us-west-2");
      await lockAndDie(root);
      const tries = await Promise.allSettled(
        Array.from({ length: 5 }, (_, index) => lockStack(root, `command ${index}`, ignore)),
      );
      const winners = tries.filter((one) => one.status === "fulfilled");
      assert.equal(winners.length, 1);
      await winners[0]?.value();
    })).timeout(30_000);

  it("is not taken over from another machine, but is when the process number now belongs to another process", () =>
    withTemporaryFolder(async (folder) => {
      const root = path.join(folder, "dev-us-west-2");
      const dead = await lockAndDie(root);
      const holder = (values: object): void =>
        fs.writeFileSync(
          `${root}.holder.json`,
          JSON.stringify({ pid: dead, host: os.hostname(), command: "up dev", ...values }),
        );
      holder({ host: "elsewhere" });
      await assert.rejects(lockStack(root, "up", ignore), InputFault);
      holder({ pid: process.pid, startTime: "1" });
      await (
        await lockStack(root, "up", ignore)
      )();
    })).timeout(30_000);
});
