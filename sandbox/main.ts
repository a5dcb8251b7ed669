import { Command, CommanderError, Option } from "commander";
import { destroy } from "./commands/destroy";
import { outputs } from "./commands/outputs";
import { preview } from "./commands/preview";
import { refresh } from "./commands/refresh";
import { up } from "./commands/up";
import { checkoutPaths, platformProgram, type CommandContext } from "./context";
import { exitCodeOf, exitCodes, InputFault, MissingTool } from "./failures";
import { reporterFor } from "./reporter";

/** Options of every command. */
interface CommonOptions {
  readonly cli?: string;
  readonly verbose?: boolean;
  readonly stateFolder: string;
  readonly reset?: boolean;
}

const description = `The whole platform on this machine, without an account: the real Pulumi engine and the real policy
pack, with stand-ins for the providers of aws, eks and kubernetes.`;

const notes = `
Examples:
  npm run sandbox -- up production-us-east-1
  npm run sandbox -- preview production-us-east-1
  npm run --silent sandbox -- outputs production-us-east-1 --json
  npm run sandbox -- destroy production-us-east-1

Exit codes:
  0  fine
  1  faulty input, damaged state, or a plan that the policy pack or a provider refuses
  2  an internal failure, or a missing tool

The Pulumi CLI is the first of: --cli, PULUMI_CLI_ROOT (a folder that holds bin/pulumi), the PATH, the
user's cache, a download, a build from the pinned Go module.`;

/** Runs the command line; sets the exit code. */
async function main(args: readonly string[]): Promise<void> {
  const verbose = args.includes("--verbose");
  try {
    await commandLine().parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = report(error, verbose);
  }
}

function commandLine(): Command {
  const program = new Command("npm run sandbox --")
    .description(description)
    .addHelpText("after", notes)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  command(
    program,
    "preview",
    "show what `up` would do, and what the policy pack says of it",
  ).action((stack: string, options: CommonOptions) => preview(contextOf(stack, options)));
  command(program, "up", "preview, deploy, and show what stands", { resets: true }).action(
    (stack: string, options: CommonOptions) => up(contextOf(stack, options)),
  );
  command(program, "refresh", "compare the engine's state with the stand-ins' cloud").action(
    (stack: string, options: CommonOptions) => refresh(contextOf(stack, options)),
  );
  command(program, "destroy", "take the stack down, in the documented order", {
    resets: true,
  }).action((stack: string, options: CommonOptions) => destroy(contextOf(stack, options)));
  command(program, "outputs", "print the outputs of the last deployment")
    .option("--json", "as JSON")
    .action((stack: string, options: CommonOptions & { readonly json?: boolean }) =>
      outputs(contextOf(stack, options), options.json === true),
    );
  return program;
}

function command(
  program: Command,
  name: string,
  summary: string,
  { resets = false }: { readonly resets?: boolean } = {},
): Command {
  const added = program
    .command(name)
    .description(summary)
    .argument("<stack>", "name of a stack, <environment>-<region>")
    .option("--verbose", "show the engine's own output, and where an internal failure happened")
    .option("--cli <root>", "use the Pulumi CLI at <root>/bin/pulumi")
    .addOption(
      new Option("--state-folder <folder>", "where the sandbox keeps its state").default(
        checkoutPaths.stateFolder,
        ".sandbox",
      ),
    );
  if (!resets) return added;
  return added.option("--reset", "first throw the sandbox's own state of the stack away");
}

function contextOf(stack: string, options: CommonOptions): CommandContext {
  return {
    ...checkoutPaths,
    stack,
    stateFolder: options.stateFolder,
    program: platformProgram,
    reporter: reporterFor(process.stderr),
    print: (text) => void process.stdout.write(`${text}\n`),
    drawsBoxes: process.stdout.isTTY === true,
    ...(options.cli === undefined ? {} : { cliRoot: options.cli }),
    ...(options.verbose === undefined ? {} : { verbose: options.verbose }),
    ...(options.reset === undefined ? {} : { reset: options.reset }),
  };
}

/** Tells the user, and returns the exit code. */
function report(error: unknown, verbose: boolean): number {
  // commander has printed its message; help and version are no faults.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
  }
  const isExplained = error instanceof InputFault || error instanceof MissingTool;
  const { message, stack } = error as Error;
  const text = isExplained ? message : `internal failure: ${message}`;
  process.stderr.write(`${text}\n`);
  if (!isExplained && verbose && stack !== undefined) process.stderr.write(`${stack}\n`);
  return exitCodeOf(error);
}

void main(process.argv.slice(2));
