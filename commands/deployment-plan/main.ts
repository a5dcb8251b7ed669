/**
 * What a preview announces, kept until somebody has approved it, and compared with what a second preview
 * announces just before the deployment. Pulumi's own update plans (`--save-plan`, `--plan`) do not fit: they hold
 * what is unknown at the preview against what is known at the update, and stop a first deployment half-way.
 */
import { readFileSync } from "node:fs";

import { planDifferences } from "./compare";
import { describePlan } from "./describe";
import { longDrains } from "./long-drains";
import { type DeploymentPlan, planOfPreview, readPlan } from "./plan";

const help = `Usage: npm run --silent deployment-plan -- <command>

Commands:
  make <preview.json>                 print the plan in what \`pulumi preview --json\` printed
  describe <plan.json>                print a plan as Markdown
  fits <plan.json> <minutes>          whether every NodePool that goes is sure to be gone in time
  compare <plan.json> <preview.json>  whether a preview announces what the plan does

Exit codes: 0 fine, the same; 1 a faulty file, another plan, or one that may take too long; 2 internal failure.`;

/** A file or an argument that is wrong; its message is for the person who gave it. */
class PlanFault extends Error {}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  const { message, stack } = error as Error;
  process.stderr.write(`deployment-plan: ${error instanceof PlanFault ? message : stack}\n`);
  process.exitCode = error instanceof PlanFault ? 1 : 2;
}

function main([command, first, second, ...rest]: readonly string[]): number {
  if (command === "-h" || command === "--help") return print(`${help}\n`);
  if (command === "make" && first !== undefined && second === undefined) {
    return print(`${JSON.stringify(read(first, planOfPreview, "a preview"), undefined, 2)}\n`);
  }
  if (command === "describe" && first !== undefined && second === undefined) {
    return print(describePlan(read(first, readPlan, "a plan")));
  }
  if (
    command === "fits" &&
    first !== undefined &&
    /^[1-9]\d*$/.test(second ?? "") &&
    rest.length === 0
  ) {
    return fits(read(first, readPlan, "a plan"), Number(second));
  }
  if (command === "compare" && first !== undefined && second !== undefined && rest.length === 0) {
    return compare(read(first, readPlan, "a plan"), read(second, planOfPreview, "a preview"));
  }
  process.stderr.write(`${help}\n`);
  return 1;
}

function fits(plan: DeploymentPlan, minutes: number): number {
  const tooLong = longDrains(plan, minutes);
  if (tooLong.length === 0)
    return print(`Nothing in the plan waits longer than ${minutes} minutes.\n`);
  process.stderr.write(
    `The deployment may be cut off before it is done, which would leave the stack locked. Nothing was changed.\n` +
      `${tooLong.map((one) => `  ${one}`).join("\n")}\n`,
  );
  return 1;
}

function compare(approved: DeploymentPlan, current: DeploymentPlan): number {
  const differences = planDifferences(approved, current);
  if (differences.length === 0) return print("The same changes as approved.\n");
  process.stderr.write(
    `The plan is not the one that was approved: the state or the account changed since. Preview it again.\n` +
      `${differences.map((one) => `  ${one}`).join("\n")}\n`,
  );
  return 1;
}

function read(
  file: string,
  parse: (value: unknown) => DeploymentPlan,
  expected: string,
): DeploymentPlan {
  try {
    return parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ");
    throw new PlanFault(`${file}: cannot be read (${reason}); expected ${expected}; make it anew`);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
