import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, after, describe, it } from "mocha";
import { startStandIns, type StandIns } from "../../../sandbox/engine/stand-ins";
import { productionStack, type CommandResult } from "../../support/engine";
import { copyFixtureCheckout } from "../../support/fixture-checkout";
import { installedPulumi, type InstalledPulumi } from "../../support/engine-cli";
import { temporaryFolder } from "../../support/temporary-folder";

/**
 * The commands that a user types in a checkout, without the sandbox. The language host of the CLI starts the program,
 * and the CLI starts the pack as an executable. Only the providers are stand-ins.
 */
describe("the command line that a user types", function () {
  this.timeout(300_000);

  let folder: string;
  let copy: string;
  let standIns: StandIns;
  let pulumi: InstalledPulumi;

  before(async () => {
    folder = temporaryFolder();
    copy = path.join(folder, "checkout");
    copyFixtureCheckout(copy);
    fs.mkdirSync(path.join(folder, "backend"));
    standIns = await startStandIns(path.join(folder, "cloud.json"));
    pulumi = await installedPulumi(folder, standIns.debugProviders);
    const created = await pulumi.run(copy, "stack", "init", productionStack);
    assert.equal(created.code, 0, created.stderr);
  });

  after(async () => {
    await standIns.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const preview = (...pack: string[]): Promise<CommandResult> =>
    pulumi.run(copy, "preview", "--stack", productionStack, "--color", "never", ...pack);
  const executable = [
    ...["--policy-pack", "policies/analyzer"],
    ...["--policy-pack-config", "policies/config/production.json"],
  ];

  it("previews the stack with the pack, which finds nothing", async () => {
    const { code, stdout } = await preview(...executable);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^ {4}✅ accelerator-platform@v\S+ \(local: policies\/analyzer\)$/m);
    assert.match(stdout, /^ {4}\+ \d+ to create$/m);
  });

  it("is refused by the pack when a training tier allows drift at any hour", async () => {
    const file = path.join(copy, "stacks", `Pulumi.${productionStack}.yaml`);
    const text = fs.readFileSync(file, "utf8");
    const broken = text.replace(
      /^ {4}gpu-training: .*\n/m,
      '    gpu-training:\n      budgets: [{ nodes: "10%" }]\n',
    );
    assert.notEqual(broken, text);
    fs.writeFileSync(file, broken);
    try {
      const { code, stdout } = await preview(...executable);
      assert.equal(code, 1, stdout);
      assert.match(
        stdout,
        /- \[mandatory\] \[severity: \w+\] {2}dis-training-no-voluntary {2}\(kubernetes:karpenter\.sh\/v1:NodePool: gpu-training-node-pool\)/,
      );
    } finally {
      fs.writeFileSync(file, text);
    }
  });

  it("runs the pack as a folder if the language host can start one, and says so if not", async () => {
    const { code, stdout, stderr } = await preview("--policy-pack", "policies");
    if (pulumi.host.startsPolicyPacks) {
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^ {4}✅ accelerator-platform@v\S+ \(local: policies\)$/m);
    } else {
      // The language host that is built here is older than packs in this form; see sandbox/binaries.
      assert.equal(code, 1, stdout);
      assert.match(stderr, /failed to start: could not read plugin .*: not supported/);
    }
  });
});
