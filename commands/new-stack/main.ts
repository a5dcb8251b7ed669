import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { environments } from "../../infra/config/schema";
import { draftStack, type DraftedStack } from "./new-stack";

const root = path.resolve(__dirname, "../..");

/** What is generated from the stack files. Each is a command of its own. */
const generators = ["dev/generate/main.ts", "dev/golden/main.ts"];

guardOutput();
new Command("npm run new-stack --")
  .description(
    "Writes stacks/Pulumi.<environment>-<region>.yaml and everything that is generated from it. The file has an\n" +
      "address range that no other stack uses, zones of the region, and the tiers whose instance types the region\n" +
      "offers. Versions are those of a stack that exists. A file that exists is never overwritten.",
  )
  .argument("<environment>", environments.join(", "))
  .argument("<region>", "an AWS region, such as eu-west-1")
  .addHelpText("after", "\nExit codes: 0 written; 1 faulty input; 2 an internal failure.")
  .action((environment: string, region: string) => {
    try {
      const draft = draftStack(path.join(root, "stacks"), environment, region);
      write(draft);
      generate(draft);
      process.stdout.write(nextSteps(draft));
    } catch (error) {
      const isExplained = error instanceof InputFault;
      const { message } = error as Error;
      process.stderr.write(`${isExplained ? "" : "new-stack: internal failure: "}${message}\n`);
      process.exitCode = exitCodeOf(error);
    }
  })
  // commander exits 1 for a wrong argument, which is what this project does for faulty input.
  .parse();

function write({ file, text }: DraftedStack): void {
  // "wx" fails where the file exists by now.
  writeFileSync(file, text, { flag: "wx" });
  process.stdout.write(`wrote ${path.relative(root, file)}\n`);
}

/** @throws Error when a generator fails; then the stack file is gone again */
function generate({ file }: DraftedStack): void {
  for (const script of generators) {
    const { status } = spawnSync(process.execPath, ["--import", "tsx", path.join(root, script)], {
      cwd: root,
      stdio: "inherit",
    });
    if (status === 0) continue;
    rmSync(file);
    throw new Error(
      `${script} failed, so ${path.relative(root, file)} is removed; run npm run generate and npm run golden`,
    );
  }
}

function nextSteps({ stack }: DraftedStack): string {
  return [
    "",
    `Next: read stacks/Pulumi.${stack}.yaml; set accountId; compare the zones with those of your account. Then`,
    `  npm run check -- ${stack}`,
    `  npm run sandbox -- preview ${stack}`,
    "and commit the files that were written.",
    "",
  ].join("\n");
}
