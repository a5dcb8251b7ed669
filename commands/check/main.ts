import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitAfter } from "../../command-line/exit-after";
import { exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";

// This module runs from a bundle in another folder. process.argv[1] is commands/check/boot.js.
const root = path.resolve(path.dirname(process.argv[1] ?? ""), "..", "..");

guardOutput();
exitAfter("check", main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run check --")
    .description(
      "Checks stacks/Pulumi.<stack>.yaml, all of them without an argument: each file against the schema, then the " +
        "program with it under mocks and every resource it registers against the policy pack, as at a first preview " +
        "and with everything known. Needs no Pulumi CLI, no network and no credentials.",
    )
    .argument("[stack...]", "names of stacks, or paths of their files")
    .addHelpText(
      "after",
      "\nExit codes: 0 no faults; 1 faults or mandatory findings; 2 internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const { checkStacks } = await import("./check-stacks");
  return (await checkStacks(root, command.args)) ? exitCodes.fine : exitCodes.faulty;
}
