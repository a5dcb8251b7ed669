import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { lockStack } from "../../sandbox/engine/stack-lock";
import {
  finished,
  productionStack,
  snapshotOf,
  startSandbox,
  withSandbox,
} from "../support/engine";
import { copyFixtureCheckout } from "../support/fixture-checkout";
import { writeScript } from "../support/fake-programs";
import { withTemporaryFolder } from "../support/temporary-folder";

const commands = ["preview", "up", "refresh", "destroy", "outputs"];

describe("npm run sandbox", function () {
  this.timeout(60_000);

  it("answers --help with its commands, and each command with its options", () =>
    withSandbox(async ({ stateFolder }) => {
      const help = await finished(startSandbox(["--help"]));
      assert.equal(help.code, 0);
      for (const command of commands) assert.match(help.stdout, new RegExp(`^  ${command} `, "m"));
      for (const command of commands) {
        const { code, stdout } = await finished(startSandbox([command, "--help"]));
        assert.equal(code, 0);
        assert.match(
          stdout,
          new RegExp(`^Usage: npm run sandbox -- ${command} \\[options\\] <stack>`),
        );
      }
      assert.deepEqual(fs.readdirSync(stateFolder), []);
    }));

  it("refuses unknown commands and options in one line, with exit code 1", async () => {
    for (const [args, message] of [
      [["dance", productionStack], "error: unknown command 'dance'"],
      [["up"], "error: missing required argument 'stack'"],
      [["preview", productionStack, "--reset"], "error: unknown option '--reset'"],
    ] as const) {
      const { code, stdout, stderr } = await finished(startSandbox(args));
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.equal(stderr, `${message}\n(--help shows what there is)\n`);
    }
  });

  for (const command of commands) {
    it(`${command} names the nearest stack for an unknown one, and writes nothing`, () =>
      withSandbox(async (sandbox) => {
        const { code, stdout, stderr } = await sandbox.run(command, "prodution-us-east-1");
        assert.equal(code, 1);
        assert.equal(stdout, "");
        assert.match(
          stderr,
          /^stack: unknown, got "prodution-us-east-1"; expected one of .*; did you mean production-us-east-1\?\n$/,
        );
        assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
      }));
  }

  it("prints all faults of a stack file at once, and writes nothing", () =>
    withTemporaryFolder(async (folder) => {
      copyFixtureCheckout(folder);
      const file = path.join(folder, "stacks", `Pulumi.${productionStack}.yaml`);
      const text = fs
        .readFileSync(file, "utf8")
        .replace("config:\n", "config:\n  accelerator-platform:enviroment: production\n")
        .replace("  accelerator-platform:region: us-east-1\n", "  accelerator-platform:region: 5\n")
        .replace("    gpu-inference: {}\n", "    gpu-inferense: {}\n")
        .replace(
          "    gpu-training: { gpus: [h100] }\n",
          '    gpu-training:\n      limits: { "nvidia.com/gpu": -1 }\n',
        )
        .replace(
          "    multi-arch: {}\n",
          '    multi-arch:\n      budgets: [{ nodes: "1", schedule: "99 0 * * *", duration: 1h }]\n',
        );
      fs.writeFileSync(file, text);
      const before = snapshotOf(path.join(folder, "stacks"));
      for (const command of ["preview", "up"]) {
        const child = startSandbox([command, productionStack], folder);
        const { code, stdout, stderr } = await finished(child);
        assert.equal(code, 1, stderr);
        assert.equal(stdout, "");
        const [heading, ...faults] = stderr.trimEnd().split("\n");
        assert.equal(
          heading,
          `stacks/Pulumi.${productionStack}.yaml: ${faults.length} faults in the configuration`,
        );
        for (const [path, got] of [
          ["enviroment", "unknown key"],
          ["region", "got 5"],
          ["tiers.gpu-inferense", "unknown key"],
          ['tiers.gpu-training.limits["nvidia.com/gpu"]', "got -1"],
          ["tiers.multi-arch.budgets[0].schedule", '"99 0 * * *"'],
        ] as const) {
          const fault = faults.find((line) => line.includes(`: ${path}: `));
          assert.ok(fault?.includes(got), `no fault of ${path} in\n${stderr}`);
        }
        assert.doesNotMatch(stderr, /^\s+at /m);
      }
      assert.deepEqual(snapshotOf(path.join(folder, "stacks")), before);
      assert.equal(fs.existsSync(path.join(folder, ".sandbox")), false);
    }));

  for (const command of commands) {
    it(`${command} refuses damaged state with its path and with advice, and does not change it`, () =>
      withSandbox(async (sandbox) => {
        const { folder } = sandbox;
        for (const [file, text] of [
          [folder.settings, "config: {}\n"],
          [folder.checkpoint, '{"version":3,"checkpoint":{"latest":'],
          [folder.cloud, '{"version":1}'],
        ] as const) {
          fs.mkdirSync(path.dirname(file), { recursive: true });
          fs.writeFileSync(file, text);
        }
        const before = snapshotOf(sandbox.stateFolder);
        const { code, stdout, stderr } = await sandbox.run(command, productionStack);
        assert.equal(code, 1, stderr);
        assert.equal(stdout, "");
        const lines = stderr.split("\n");
        assert.equal(lines[0], "sandbox: the state of production-us-east-1 is damaged in 2 files");
        assert.ok(lines[1]?.startsWith(`  ${folder.checkpoint}: is not JSON, got `));
        assert.ok(lines[2]?.startsWith(`  ${folder.cloud}: `));
        assert.match(lines[3] ?? "", /`npm run sandbox -- up production-us-east-1 --reset`/);
        assert.doesNotMatch(stderr, /^\s+at /m);
        assert.deepEqual(snapshotOf(sandbox.stateFolder), before);
      }));
  }

  it("destroy --reset removes damaged state", () =>
    withSandbox(async (sandbox) => {
      fs.mkdirSync(sandbox.folder.root);
      fs.writeFileSync(sandbox.folder.cloud, "{");
      const { code, stdout } = await sandbox.run("destroy", productionStack, "--reset");
      assert.equal(code, 0);
      assert.equal(
        stdout,
        `Removed the sandbox's state of ${productionStack} (${sandbox.folder.root})\n`,
      );
      assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
    }));

  for (const command of commands) {
    it(`${command} refuses a state folder that is a file, and one below a file, without a failure`, () =>
      withTemporaryFolder(async (folder) => {
        const file = path.join(folder, "a-file");
        fs.writeFileSync(file, "kept");
        for (const stateFolder of [file, path.join(file, "below")]) {
          const child = startSandbox([command, productionStack, "--state-folder", stateFolder]);
          const { code, stdout, stderr } = await finished(child);
          assert.deepEqual([code, stdout], [1, ""], stderr);
          assert.equal(
            stderr,
            `sandbox: the state cannot be kept in ${path.join(stateFolder, productionStack)}, got a file or a broken link at ${file}; ` +
              "expected a folder, or nothing; name another one with --state-folder, or remove it\n",
          );
        }
        assert.equal(fs.readFileSync(file, "utf8"), "kept");
      }));
  }

  it("outputs of a stack that is not deployed is a fault with advice", () =>
    withSandbox(async (sandbox) => {
      const { code, stderr } = await sandbox.run("outputs", productionStack, "--json");
      assert.equal(code, 1);
      assert.equal(
        stderr,
        "outputs: production-us-east-1 is not deployed in the sandbox; " +
          "deploy it first: `npm run sandbox -- up production-us-east-1`\n",
      );
    }));

  it("runs one command at a time for each stack", () =>
    withSandbox(async (sandbox) => {
      const release = await lockStack(sandbox.folder.root, "up of a test", () => undefined);
      try {
        const { code, stderr } = await sandbox.run("preview", productionStack);
        assert.equal(code, 1);
        assert.equal(
          stderr,
          `sandbox: production-us-east-1 is in use, got a lock of \`up of a test\` (${process.pid}); ` +
            "expected one command per stack at a time; wait for it to end, or end it\n",
        );
      } finally {
        await release();
      }
    }));

  it("exits 2 when the engine itself fails, and shows the place only with --verbose", () =>
    withSandbox(async (sandbox) => {
      const root = path.join(sandbox.stateFolder, "broken");
      writeScript(path.join(root, "bin"), "pulumi", [
        'if [ "$1" = version ]; then echo v3.259.0; else echo broken >&2; exit 7; fi',
      ]);
      const plain = await sandbox.run("preview", productionStack, "--cli", root);
      assert.equal(plain.code, 2);
      assert.match(plain.stderr, /^internal failure: /);
      assert.doesNotMatch(plain.stderr, /^\s+at /m);
      const verbose = await sandbox.run("preview", productionStack, "--cli", root, "--verbose");
      assert.equal(verbose.code, 2);
      assert.match(verbose.stderr, /^\s+at /m);
    }));
});
