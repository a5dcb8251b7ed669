import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";

const program = path.resolve("sandbox/providers/serve.ts");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): {
  child: ChildProcess;
  firstLine: Promise<string>;
  ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on("data", (data: Buffer) => {
      stdout += data.toString();
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, firstLine, ended };
}

async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

describe("the process of the stand-ins", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "stand-ins-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [title, end] of [
    ["its standard input closes", (child: ChildProcess) => child.stdin?.end()],
    ["it gets SIGTERM", (child: ChildProcess) => child.kill("SIGTERM")],
  ] as const) {
    it(`prints three ports on one line, listens there, and ends when ${title}`, async () => {
      const { child, firstLine, ended } = start(["--state", path.join(folder, "cloud.json")]);
      const line = await firstLine;
      const ports = JSON.parse(line) as Record<string, number>;
      assert.deepEqual(Object.keys(ports), ["aws", "eks", "kubernetes"]);
      assert.equal(new Set(Object.values(ports)).size, 3);
      for (const port of Object.values(ports)) assert.equal(await listens(port), true);
      end(child);
      assert.deepEqual(await ended, { code: 0, stdout: `${line}\n`, stderr: "" });
      for (const port of Object.values(ports)) assert.equal(await listens(port), false);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it("exits 1 with the fault of a damaged state, and changes nothing", async () => {
    const file = path.join(folder, "cloud.json");
    writeFileSync(file, "{}");
    assert.deepEqual(await start(["--state", file]).ended, {
      code: 1,
      stdout: "",
      stderr: `${file}: has version undefined; expected 1; restore it, or remove the folder ${folder} to begin again with an empty cloud\n`,
    });
    assert.equal(readFileSync(file, "utf8"), "{}");
  });

  it("exits 1 without a file for its state", async () => {
    assert.deepEqual(await start([]).ended, {
      code: 1,
      stdout: "",
      stderr: "--state: is missing, got nothing; expected the file of the stand-ins' state\n",
    });
  });
});
