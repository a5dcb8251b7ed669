import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { stackFileSchemaText } from "../../infra/config/json-schema";
import { stackNames, unknownStack } from "../../infra/config/stack-file";
import { checkStack } from "./check-stack";
import { formatStackCheck, passes } from "./report";

const help = `Usage: npm run check -- [stack…]

Checks stacks/Pulumi.<stack>.yaml, all of them without an argument: each file against the schema, then
the program with it under mocks and every resource it registers against the policy pack, as at a first
preview and with everything known. Needs no Pulumi CLI, no network and no credentials.

Options:
  -h, --help  print this text

Exit codes: 0 nothing to mend; 1 faults or mandatory findings; 2 internal failure.`;

const root = path.resolve(__dirname, "..", "..");
const stacksFolder = path.join(root, "stacks");

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
  const faults = argumentFaults(args);
  if (faults.length > 0) {
    console.error(faults.join("\n"));
    return 1;
  }
  const stale = schemaFault();
  if (stale !== undefined) console.error(stale);
  const stacks = args.length > 0 ? args : stackNames(stacksFolder);
  const passed = await checkStacks(stacks);
  return passed && stale === undefined ? 0 : 1;
}

async function checkStacks(stacks: readonly string[]): Promise<boolean> {
  // The provider SDKs load for a second; an argument that is wrong should not wait for them.
  const { default: program } = await import("../../infra/index");
  let passed = true;
  for (const stack of stacks) {
    const check = await checkStack(path.join(stacksFolder, `Pulumi.${stack}.yaml`), {
      root,
      today: new Date(),
      program,
    });
    console.log(formatStackCheck(check));
    passed &&= passes(check);
  }
  return passed;
}

function argumentFaults(args: readonly string[]): readonly string[] {
  const options = args.filter((arg) => arg.startsWith("-"));
  if (options.length > 0) {
    return options.map(
      (option) =>
        `${option}: unknown option, got "${option}"; expected --help or names of stacks; remove it`,
    );
  }
  if (args.length === 0 && stackNames(stacksFolder).length === 0) {
    return [
      "stacks: no stack file, got an empty folder; expected stacks/Pulumi.<environment>-<region>.yaml; add one",
    ];
  }
  return args.flatMap((stack) => unknownStack(stacksFolder, stack) ?? []);
}

/** Editors check stack files against the generated schema; a stale one would mislead them. */
function schemaFault(): string | undefined {
  const file = path.join(stacksFolder, "schema.json");
  const current = existsSync(file) && readFileSync(file, "utf8") === stackFileSchemaText();
  return current
    ? undefined
    : "stacks/schema.json: not current, got a file that differs from infra/config/schema.ts; expected the generated one; run npm run generate";
}
