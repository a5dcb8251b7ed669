import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";

import { before, describe, it } from "mocha";

import { findNode, nodeReleases, type NodeMajor } from "../dev/programs/node-release";
import { stackNames } from "../infra/config/stack-names";
import { reporterFor } from "../command-line/reporter";
import { finished, type CommandResult } from "./support/engine";
import { withTemporaryFolder } from "./support/temporary-folder";

const root = path.resolve(__dirname, "..");
const [stack = ""] = stackNames(path.join(root, "stacks"));
const tsx = ["--import", "tsx"] as const;

/** What runs the program under mocks, and what boots the pack as the engine does. */
const startOfTheSuite = [
  "test/components/**/*.test.ts",
  "test/infra/platform/platform.test.ts",
  "test/policies/boot.test.ts",
];

/** The suite itself runs on the machine's Node.js; on these its start, in processes of their own. */
for (const major of [22, 24] as const) {
  describe(`Node.js ${major}`, function () {
    this.timeout(600_000);
    let run: (...args: string[]) => Promise<CommandResult>;
    before(async () => {
      const node = await findNode(major, {
        environment: process.env,
        reporter: reporterFor(process.stderr),
      });
      run = (...args) => runWith(node, args);
    });

    it("is that version", async () => {
      const { stdout } = await run("--version");
      assert.match(stdout.trim(), versionOf(major));
    });

    it("passes the start of the suite, and skips nothing of it", async () => {
      const mocha = "node_modules/mocha/bin/mocha.js";
      const options = ["--no-config", "--require", "tsx/cjs", "--timeout", "60000"];
      const { stdout, stderr } = await run(
        mocha,
        ...options,
        "--reporter",
        "json",
        ...startOfTheSuite,
      );
      const { stats, failures } = reportOf(stdout, stderr);
      assert.deepEqual(
        failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`),
        [],
      );
      assert.equal(stats.pending, 0);
      assert.equal(stats.passes, stats.tests);
      assert.ok(stats.tests >= 100, `only ${stats.tests} tests ran`);
    });

    it("checks a stack", async () => {
      const { code, stdout, stderr } = await run(...tsx, "commands/check/main.ts", stack);
      assert.equal(code, 0, stdout + stderr);
    });

    it("previews a stack in the engine, the policy pack included", () =>
      withTemporaryFolder(async (folder) => {
        const args = ["preview", stack, "--state-folder", folder];
        const { code, stdout, stderr } = await run(...tsx, "sandbox/main.ts", ...args);
        assert.equal(code, 0, stderr);
        assert.match(stdout, new RegExp(`^Preview of ${stack}: \\d+ to create$`, "m"));
      }));
  });
}

/** With this Node.js first on the PATH: the policy pack and the language host are started by name. */
function runWith(node: string, args: readonly string[]): Promise<CommandResult> {
  const PATH = [path.dirname(node), process.env["PATH"] ?? ""].join(path.delimiter);
  // Options of this process, such as a loader, are not meant for that one.
  const environment = { ...process.env, NODE_OPTIONS: "" };
  return finished(
    spawn(node, args, {
      cwd: root,
      env: { ...environment, PATH },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

/** The pinned release; any of the major where the environment names a program of its own. */
function versionOf(major: NodeMajor): RegExp {
  const own = process.env[`NODE_${major}`] ?? "";
  return own === "" ? new RegExp(`^v${nodeReleases[major].version}$`) : new RegExp(`^v${major}\\.`);
}

interface Report {
  readonly stats: Readonly<Record<"tests" | "passes" | "pending", number>>;
  readonly failures: readonly { readonly fullTitle: string; readonly err: { message: string } }[];
}

/** The JSON report follows what the tests themselves print. */
function reportOf(stdout: string, stderr: string): Report {
  const start = stdout.indexOf('{\n  "stats"');
  assert.ok(start >= 0, stdout + stderr);
  return JSON.parse(stdout.slice(start)) as Report;
}
