/**
 * Keeps what a preview announces until a person has approved it, and compares it with what a second preview announces
 * right before the deployment: `npm run deployment-plan -- --help`.
 *
 * Pulumi's own update plans (`--save-plan`, `--plan`) do not fit. They compare a value that is unknown at the preview
 * with the known one at the update, and so stop a first deployment in the middle.
 */
import { readFileSync } from "node:fs";

import { Command, CommanderError, InvalidArgumentError } from "commander";
import { ZodError } from "zod";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { schemaFaults } from "../schema-faults";
import { planDifferences } from "./compare";
import { describePlan } from "./describe";
import { longDrains } from "./long-drains";
import { type DeploymentPlan, planOfPreview, readPlan } from "./plan";

guardOutput();
try {
  commandLine().parse(process.argv.slice(2), { from: "user" });
} catch (error) {
  process.exitCode = report(error);
}

function commandLine(): Command {
  const program = new Command("npm run --silent deployment-plan --")
    .description("what a preview announces, as a plan that a person approves before the deployment")
    .addHelpText(
      "after",
      "\nExit codes: 0 fine; 1 a file or an argument is wrong, the plan changed or may take too long; 2 internal failure.",
    )
    .showHelpAfterError()
    .exitOverride();
  program
    .command("make")
    .description("print the plan in the output of `pulumi preview --json`")
    .argument("<preview.json>")
    .action((file: string) => print(`${JSON.stringify(readPreview(file), undefined, 2)}\n`));
  program
    .command("describe")
    .description("print a plan as Markdown")
    .argument("<plan.json>")
    .action((file: string) => print(describePlan(readPlanFile(file))));
  program
    .command("fits")
    .description("check that every NodePool that the plan removes is sure to be gone in time")
    .argument("<plan.json>")
    .argument("<minutes>", "for how long the deployment may run", wholeMinutes)
    .action((file: string, minutes: number) => fits(readPlanFile(file), minutes));
  program
    .command("compare")
    .description("check that a preview announces the same changes as the plan")
    .argument("<plan.json>")
    .argument("<preview.json>")
    .action((plan: string, preview: string) => compare(readPlanFile(plan), readPreview(preview)));
  return program;
}

function wholeMinutes(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number, 1 or more");
}

function fits(plan: DeploymentPlan, minutes: number): void {
  const tooLong = longDrains(plan, minutes);
  if (tooLong.length === 0) {
    print(`Nothing in the plan waits longer than ${minutes} minutes.\n`);
  } else {
    refuse(
      "The deployment may be cut off before it is done, which would leave the stack locked. Nothing was changed.",
      tooLong,
    );
  }
}

function compare(approved: DeploymentPlan, current: DeploymentPlan): void {
  const differences = planDifferences(approved, current);
  if (differences.length === 0) {
    print("The same changes as approved.\n");
  } else {
    refuse(
      "The plan is not the one that was approved: the state or the account changed since. Preview it again.",
      differences,
    );
  }
}

function readPlanFile(file: string): DeploymentPlan {
  return read(file, readPlan, "a plan");
}

function readPreview(file: string): DeploymentPlan {
  return read(file, planOfPreview, "a preview");
}

function read(
  file: string,
  parse: (value: unknown) => DeploymentPlan,
  expected: string,
): DeploymentPlan {
  try {
    return parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason =
      error instanceof ZodError
        ? schemaFaults(error, expected).join("; ")
        : (error as Error).message.replace(/\s+/g, " ");
    throw new InputFault(
      `${file}: cannot be read (${reason}); expected ${expected}; make a new one`,
    );
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

function refuse(reason: string, details: readonly string[]): void {
  process.stderr.write(`${reason}\n${details.map((one) => `  ${one}`).join("\n")}\n`);
  process.exitCode = exitCodes.faulty;
}

/** Tells the user, and returns the exit code. */
function report(error: unknown): number {
  // commander has printed its message. Help is not a fault.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
  }
  const { message, stack } = error as Error;
  process.stderr.write(`deployment-plan: ${error instanceof InputFault ? message : stack}\n`);
  return exitCodeOf(error);
}
