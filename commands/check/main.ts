import path from "node:path";

import { guardOutput } from "../../command-line/closed-pipe";

const help = `Usage: npm run check -- [stack…]

Checks stacks/Pulumi.<stack>.yaml, all of them without an argument: each file against the schema, then
the program with it under mocks and every resource it registers against the policy pack, as at a first
preview and with everything known. Needs no Pulumi CLI, no network and no credentials.

Options:
  -h, --help  print this text

Exit codes: 0 no faults; 1 faults or mandatory findings; 2 internal failure.`;

// This module runs from a bundle in another folder. process.argv[1] is commands/check/boot.js.
const root = path.resolve(path.dirname(process.argv[1] ?? ""), "..", "..");

guardOutput();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(
      `check: internal failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 2;
  },
);

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg === "-h" || arg === "--help")) {
    console.log(help);
    return 0;
  }
  const options = args.filter((arg) => arg.startsWith("-"));
  for (const option of options) {
    console.error(
      `${option}: unknown option, got "${option}"; expected --help or names of stacks; remove it`,
    );
  }
  if (options.length > 0) return 1;
  const { checkStacks } = await import("./check-stacks");
  return (await checkStacks(root, args)) ? 0 : 1;
}
