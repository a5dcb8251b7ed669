import { Command, CommanderError, Option } from "commander";
import { stackOfArgument } from "../infra/config/stack-argument";
import { checkoutPaths, type CommandContext } from "./context";
import { guardOutput } from "../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../command-line/exit-codes";
import { InputFault } from "../command-line/input-fault";
import { MissingTool } from "../command-line/missing-tool";
import { reporterFor } from "../command-line/reporter";

// The commands, the engine and the program are loaded when they are needed. Loading them takes seconds, which --help
// and a wrong argument should not take.

/** Options of every command. */
interface CommonOptions {
  readonly cli?: string;
  readonly verbose?: boolean;
  readonly stateFolder: string;
  readonly reset?: boolean;
}

const description = `The whole platform on this machine, without an account: the real Pulumi engine and the real policy pack.
Stand-ins replace the providers of aws, eks and kubernetes.`;

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

The Pulumi CLI is the first of: --cli, PULUMI_CLI_ROOT (a folder with bin/pulumi), the PATH, the
user's cache, a download, a build from the pinned Go module.`;

/** Runs the command line and sets the exit code. */
async function main(args: readonly string[]): Promise<void> {
  guardOutput();
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
    "show what `up` would do, and the findings of the policy pack",
  ).action(async (stack: string, options: CommonOptions) => {
    const { preview } = await import("./commands/preview");
    await preview(contextOf(stack, options));
  });
  command(program, "up", "preview, deploy, and show what was deployed")
    .addOption(resetOption())
    .action(async (stack: string, options: CommonOptions) => {
      const { up } = await import("./commands/up");
      await up(contextOf(stack, options));
    });
  command(program, "refresh", "compare the engine's state with the cloud of the stand-ins").action(
    async (stack: string, options: CommonOptions) => {
      const { refresh } = await import("./commands/refresh");
      await refresh(contextOf(stack, options));
    },
  );
  command(program, "destroy", "delete the stack in the documented order")
    .addOption(resetOption())
    .action(async (stack: string, options: CommonOptions) => {
      const { destroy } = await import("./commands/destroy");
      await destroy(contextOf(stack, options));
    });
  command(program, "outputs", "print the outputs of the last deployment")
    .option("--json", "as JSON")
    .action(async (stack: string, options: CommonOptions & { readonly json?: boolean }) => {
      const { outputs } = await import("./commands/outputs");
      outputs(contextOf(stack, options), options.json === true);
    });
  return program;
}

function command(program: Command, name: string, summary: string): Command {
  return program
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
}

function resetOption(): Option {
  return new Option("--reset", "first remove the sandbox's own state of the stack");
}

function contextOf(stack: string, options: CommonOptions): CommandContext {
  return {
    ...checkoutPaths,
    stack: stackOfArgument(checkoutPaths.stacksFolder, stack),
    stateFolder: options.stateFolder,
    program: async () => (await import("./platform-program")).platformProgram(),
    // A failure here is ignored. It comes again when the engine runs the program, and is reported then.
    preload: () => void import("./platform-program").catch(() => undefined),
    reporter: reporterFor(process.stderr),
    print: (text) => void process.stdout.write(`${text}\n`),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    ...(options.cli === undefined ? {} : { cliRoot: options.cli }),
    ...(options.verbose === undefined ? {} : { verbose: options.verbose }),
    ...(options.reset === undefined ? {} : { reset: options.reset }),
  };
}

/** Tells the user what went wrong. Returns the exit code. */
function report(error: unknown, verbose: boolean): number {
  // commander has printed its message. Help is not a fault.
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
