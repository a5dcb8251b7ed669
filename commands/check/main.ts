import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitAfter } from "../../command-line/exit-after";
import { exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { parseArguments } from "../../command-line/parse-arguments";

// This module runs from a bundle in another folder. process.argv[1] is commands/check/boot.js.
const root = path.resolve(path.dirname(process.argv[1] ?? ""), "..", "..");

interface PlanOptions {
  readonly plan?: string;
  readonly nodes?: string;
  readonly approvals?: string;
}

guardOutput();
exitAfter("check", main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run check --")
    .description(
      "Checks stacks/Pulumi.<stack>.yaml, all of them without an argument: each file against the schema, then the " +
        "program with it under mocks and every resource it registers against the policy pack, as at a first preview " +
        "and with everything known. Needs no Pulumi CLI, no network and no credentials. With --plan it checks a preview " +
        "instead: whether it drains accelerators outside of their budgets, or leaves them without what manages them.",
    )
    .argument("[stack...]", "names of stacks, or paths of their files")
    .option(
      "--plan <file>",
      "a preview: pulumi preview --json --show-sames, or an event log; - for stdin",
    )
    .option("--nodes <file>", "with --plan: kubectl get nodes -o json, for what is really at stake")
    .option(
      "--approvals <file>",
      "with --plan: steps that a person has approved (docs/blast-radius.md)",
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 no faults; 1 faults, mandatory findings or a plan that is stopped; 2 internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const { plan, nodes, approvals } = command.opts<PlanOptions>();
  if (plan !== undefined) {
    if (command.args.length > 0) {
      throw new InputFault(
        `--plan takes one preview, got ${command.args.join(" ")} too; leave the names of stacks out`,
      );
    }
    const { checkPlan } = await import("./check-plan");
    return checkPlan({ plan, nodes, approvals }) ? exitCodes.fine : exitCodes.faulty;
  }
  if (nodes !== undefined || approvals !== undefined) {
    throw new InputFault("--nodes and --approvals belong to --plan; name the preview too");
  }
  const { checkStacks } = await import("./check-stacks");
  return (await checkStacks(root, command.args)) ? exitCodes.fine : exitCodes.faulty;
}
