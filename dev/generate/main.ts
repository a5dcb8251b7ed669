import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { Command } from "commander";

import { writeAtomically } from "../../command-line/atomic-file";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { refuseFaultyStacks } from "../../commands/check/refuse-faulty-stacks";
import type { GeneratedFile } from "./generated-file";
import { generatedFiles } from "./generated-files";

const root = path.resolve(__dirname, "../..");

guardOutput();
new Command("npm run generate --")
  .description("Writes the files that are generated from the sources: schema, documentation.")
  .option("--check", "write nothing; exit 1 and name the files that are not current")
  .addHelpText(
    "after",
    "\nExit codes: 0 the files are current; 1 a stack file has faults, or --check found a file that is not current;\n" +
      "2 an internal failure.",
  )
  .action((options: { check?: boolean }) => {
    try {
      refuseFaultyStacks("generate", path.join(root, "stacks"));
      const stale = generatedFiles().filter((file) => !isCurrent(file));
      if (options.check === true) report(stale);
      else stale.forEach(write);
    } catch (error) {
      const { message, stack } = error as Error;
      const isExplained = error instanceof InputFault;
      process.stderr.write(`${isExplained ? message : `generate: internal failure: ${stack}`}\n`);
      process.exitCode = exitCodeOf(error);
    }
  })
  // commander exits 1 for a wrong argument, which is what this project does for faulty input.
  .parse();

function isCurrent({ file, text }: GeneratedFile): boolean {
  const target = path.join(root, file);
  return existsSync(target) && readFileSync(target, "utf8") === text;
}

function write({ file, text }: GeneratedFile): void {
  writeAtomically(path.join(root, file), text);
  process.stdout.write(`wrote ${file}\n`);
}

function report(stale: readonly GeneratedFile[]): void {
  for (const { file } of stale) {
    process.stderr.write(`${file}: not current; run npm run generate and commit the result\n`);
  }
  if (stale.length > 0) process.exitCode = exitCodes.faulty;
  else process.stdout.write("generated files are current\n");
}
