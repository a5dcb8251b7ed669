/**
 * Compares the plans of one stack with and without the patches of start/patches: `npm run compare-patches -- --help`.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";
import { InputFault } from "../../command-line/input-fault";
import { reporterFor } from "../../command-line/reporter";
import { formatFolderFault } from "../../infra/config/config-fault";
import { noStackFaults, stackNames, unknownStack } from "../../infra/config/stack-names";
import { patches, switchVariable } from "../../start/patches/patches";
import { differencesBetween, type PlanStep } from "./plan";
import { previewTwice } from "./previews";

const mostDifferences = 20;
const stacksFolder = path.resolve(__dirname, "../../stacks");

async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run compare-patches --")
    .description(
      `preview a stack with and without the patches of start/patches (${switchVariable}=1), and compare the plans`,
    )
    .argument("[stack]", "name of a stack", stackNames(stacksFolder)[0])
    .addHelpText(
      "after",
      "\nExit codes: 0 the plans are equal; 1 they differ, or the stack is unknown; 2 an internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const stack = command.processedArgs[0] as string | undefined;
  if (stack === undefined)
    throw new InputFault(noStackFaults(stacksFolder).map(formatFolderFault).join("\n"));
  const unknown = unknownStack(stacksFolder, stack);
  if (unknown !== undefined) throw new InputFault(formatFolderFault(unknown));
  return compare(stack);
}

async function compare(stack: string): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "compare-patches-"));
  try {
    const plans = await previewTwice(stack, folder, reporterFor(process.stderr));
    const { withPatches, withoutPatches } = plans;
    const differences = differencesBetween(withPatches, withoutPatches);
    const lines = [
      `Patches: ${patches.map(({ name }) => name).join(", ")}`,
      `Compared: the previews of ${stack} with patches (${sizeOf(withPatches)}) and without (${sizeOf(withoutPatches)}); ` +
        "operation, URN, inputs, options and dependencies of each resource, not its place in the sources",
      `Result: ${differences.length === 0 ? "the plans are equal" : `${differences.length} differences`}`,
      ...differences.slice(0, mostDifferences).map((difference) => `  ${difference}`),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    return differences.length === 0 ? exitCodes.fine : exitCodes.faulty;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(steps: readonly PlanStep[]): string {
  const values = steps.reduce((sum, step) => sum + step.values.size, 0);
  return `${steps.length} steps, ${values} values`;
}

guardOutput();
main(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    process.stderr.write(`compare-patches: ${(error as Error).message}\n`);
    process.exitCode = exitCodeOf(error);
  });
