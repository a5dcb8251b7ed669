import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "mocha";
import { unrecordedObjects } from "../../../sandbox/providers/cloud-state";
import { recordedIn } from "../../../sandbox/engine/recovery";
import {
  productionStack,
  snapshotOf,
  startSandbox,
  withSandbox,
  type TestSandbox,
} from "../../support/engine";
import { fixtureCheckout } from "../../support/fixture-checkout";

const killsInARow = 2;
/** The kill comes after so many changes, which is in the middle of the deployment. */
const latestChange = 110;
const longestPauseMilliseconds = 120;

describe("a command that is killed", function () {
  this.timeout(900_000);

  it("in the middle of an up, twice in a row: the next up completes, and destroy leaves nothing", () =>
    withSandbox(async (sandbox) => {
      const stacksFolder = path.join(fixtureCheckout(), "stacks");
      const stackFiles = snapshotOf(stacksFolder);
      const kills: string[] = [];
      for (let round = 0; round < killsInARow; round++) {
        kills.push(await killAtRandomMoment(sandbox, "up", "  created "));
      }
      const context = kills.join(", then ");
      const completed = await sandbox.run("up", productionStack);
      assert.equal(completed.code, 0, `${context}\n${completed.stderr}`);
      assert.match(completed.stdout, /^production-us-east-1 is deployed in the sandbox\n/);
      assertWhole(sandbox, context);

      const again = await sandbox.run("preview", productionStack);
      assert.match(
        again.stdout,
        /^Preview of production-us-east-1: no change, \d+ unchanged\n$/,
        context,
      );
      assert.deepEqual(snapshotOf(stacksFolder), stackFiles);

      kills.push(await killAtRandomMoment(sandbox, "destroy", "  deleted "));
      const destroyed = await sandbox.run("destroy", productionStack);
      assert.equal(destroyed.code, 0, `${kills.join(", then ")}\n${destroyed.stderr}`);
      assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
    }));

  it("in the middle of the first up: destroy deletes what exists, without completing the deployment first", () =>
    withSandbox(async (sandbox) => {
      const kill = await killAtRandomMoment(sandbox, "up", "  created ");
      const destroyed = await sandbox.run("destroy", productionStack);
      assert.equal(destroyed.code, 0, `${kill}\n${destroyed.stderr}`);
      assert.doesNotMatch(destroyed.stderr, /^ {2}created /m);
      assert.equal(
        destroyed.stdout,
        "production-us-east-1 is destroyed; nothing is left in the stand-ins' cloud\n",
      );
      assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
    }));

  it("by SIGTERM: finishes its work, says so, exits 1 and leaves no process and no open operation", () =>
    withSandbox(async (sandbox) => {
      const child = startSandbox(["up", productionStack, "--state-folder", sandbox.stateFolder]);
      const lines = linesOf(child);
      const ended = once(child, "close") as Promise<[number | null]>;
      await untilLine(child, lines, "  created ", 20);
      child.kill("SIGTERM");
      const [code] = await ended;
      assert.equal(code, 1);
      assert.ok(
        lines.includes(
          "Stopping after SIGTERM: the engine finishes its work; interrupt again to stop at once",
        ),
      );
      assert.equal(
        lines.at(-1),
        "the deployment of production-us-east-1 was stopped by SIGTERM; the same command continues it",
      );
      assert.deepEqual(await processesOf(sandbox), []);
      assert.deepEqual(sandbox.state().pendingOperations, []);
      assertWhole(sandbox, "SIGTERM");
    }));

  it("is not ended early by its parent: no script uses tsx's own command", () => {
    // tsx's command forwards SIGTERM. If a busy program does not answer within 60 ms, it sends SIGKILL:
    // https://github.com/privatenumber/tsx/blob/v4.23.15/src/cli.ts (relaySignals).
    const { scripts } = JSON.parse(
      fs.readFileSync(path.join(__dirname, "../../../package.json"), "utf8"),
    ) as { scripts: Readonly<Record<string, string>> };
    assert.deepEqual(
      Object.entries(scripts).filter(([, line]) => /(^|&& )(npx )?tsx /.test(line)),
      [],
    );
    assert.match(scripts.sandbox ?? "", /node --import tsx sandbox\/main\.ts$/);
  });
});

/** Kills the whole process group. Returns the place of the kill for the message of a failure. */
async function killAtRandomMoment(
  sandbox: TestSandbox,
  command: string,
  mark: string,
): Promise<string> {
  const child = startSandbox([command, productionStack, "--state-folder", sandbox.stateFolder]);
  const lines = linesOf(child);
  const changes = 1 + Math.floor(Math.random() * latestChange);
  const pause = Math.floor(Math.random() * longestPauseMilliseconds);
  const ended = once(child, "close");
  await untilLine(child, lines, mark, changes);
  await new Promise((resolve) => setTimeout(resolve, pause));
  if (child.exitCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
  assert.deepEqual(await processesOf(sandbox), [], "processes survive the command");
  return `${command} was killed ${pause} ms after change ${changes}`;
}

function linesOf(child: ChildProcess): string[] {
  const lines: string[] = [];
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
  }
  return lines;
}

/** Waits until the command has printed so many lines with this start, or has ended. */
async function untilLine(
  child: ChildProcess,
  lines: readonly string[],
  start: string,
  count: number,
): Promise<void> {
  while (child.exitCode === null && lines.filter((line) => line.startsWith(start)).length < count) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Asserts that the engine and the stand-ins have the same resources, in complete files. */
function assertWhole(sandbox: TestSandbox, context: string): void {
  assert.deepEqual(sidecarsIn(sandbox.stateFolder), [], context);
  const recorded = recordedIn(sandbox.state());
  assert.deepEqual(unrecordedObjects(sandbox.cloud(), recorded), [], context);
}

/** Files that the engine's backend writes in place. A kill would leave them incomplete. */
function sidecarsIn(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".attrs"));
}

/** The command lines of processes that still use this sandbox two seconds later. */
async function processesOf(sandbox: TestSandbox): Promise<readonly string[]> {
  const find = (): readonly string[] =>
    fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(commandLineOf)
      .filter((line) => line.includes(sandbox.stateFolder));
  for (let tries = 0; tries < 20 && find().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return find();
}

/** Arguments and environment of a process. Only the environment of the engine has the folder. */
function commandLineOf(pid: string): string {
  try {
    const [args, environment] = ["cmdline", "environ"].map((name) =>
      fs.readFileSync(`/proc/${pid}/${name}`, "utf8").replaceAll("\0", " "),
    );
    return `${args}${environment}`;
  } catch {
    return "";
  }
}
