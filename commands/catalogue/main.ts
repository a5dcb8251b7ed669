/** `npm run catalogue`: shows and renews the data on instance types, offerings and prices. See docs/catalogue.md. */

import { Argument, Command, CommanderError } from "commander";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { reporterFor } from "../../command-line/reporter";
import type { CompactKind } from "./compact";
import { dataFolder } from "./data-files";

// Each command loads its own module: the AWS SDK is large, and only `refresh` needs it.

interface RefreshOptions {
  readonly region: readonly string[];
  readonly prices?: boolean;
  readonly offerings?: boolean;
  readonly dryRun?: boolean;
  readonly acceptRemovals?: boolean;
  readonly newRegion?: boolean;
  readonly data: string;
}

const notes = `
Examples:
  npm run catalogue -- refresh --region us-west-2 --dry-run
  npm run catalogue -- refresh --region us-west-2 --region ap-northeast-1
  npm run catalogue -- show --region us-west-2

\`refresh\` needs AWS credentials (environment, profile, SSO) with the IAM actions
ec2:DescribeInstanceTypeOfferings, ec2:DescribeAvailabilityZones and pricing:GetProducts.
The regions of AWS China are not covered; GovCloud has offerings but no price list.

Exit codes:
  0  fine
  1  faulty input: a wrong option or region, no or wrong credentials, an IAM permission missing, or a loss
     of types, prices or zones that --accept-removals did not accept
  2  AWS cannot be reached, throttles to the end or answers something unreadable; an internal failure`;

async function main(args: readonly string[]): Promise<void> {
  guardOutput();
  const program = commandLine();
  if (args.length === 0) return program.outputHelp();
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    process.exitCode = await report(error);
  }
}

function commandLine(): Command {
  const program = new Command("npm run catalogue --")
    .description("Shows and renews the data on EC2's instance types: labels, offerings, prices.")
    .addHelpText("after", notes)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride();
  program
    .command("refresh")
    .description(
      "renew offerings and on-demand prices of regions from AWS; both unless one is named",
    )
    .requiredOption("--region <region...>", "a region, or several")
    .option("--offerings", "which zone offers which type, from EC2")
    .option("--prices", "dollars an hour on demand, from the price list")
    .option("--dry-run", "show what would change, write nothing")
    .option(
      "--accept-removals",
      "write although a region loses a zone, or more than 20 % of its types or prices",
    )
    .option("--new-region", "take regions that the catalogue does not know yet")
    .option("--data <folder>", "the folder of the data files", dataFolder)
    .addHelpText("after", notes)
    .action(runRefresh);
  program
    .command("show")
    .description("zones, types, prices, their dates and sources")
    .option("--region <region...>", "a region, or several; all unless given")
    .option("--data <folder>", "the folder of the data files", dataFolder)
    .action(async ({ region = [], data }: { region?: readonly string[]; data: string }) => {
      const { show } = await import("./show");
      for (const line of show(data, region)) print(line);
    });
  program
    .command("compact")
    .description(
      "make a data file from a long form that you have written; docs/catalogue.md says when",
    )
    .addArgument(new Argument("<kind>", "what the long form holds").choices(["types", "offerings"]))
    .argument(
      "<file>",
      "the long form, a JSON file; commands/catalogue/long-<kind>.ts describes it",
    )
    .option("--data <folder>", "the folder of the data files", dataFolder)
    .action(async (kind: CompactKind, file: string, { data }: { data: string }) => {
      const { compactFile } = await import("./compact");
      const written = compactFile(kind, file, data);
      print(`wrote ${written.file}, ${written.bytes} bytes`);
    });
  return program;
}

async function runRefresh(options: RefreshOptions): Promise<void> {
  const [{ refresh }, { awsClients }] = await Promise.all([
    import("./refresh"),
    import("./aws-clients"),
  ]);
  const { region, offerings = false, prices = false } = options;
  const both = !offerings && !prices;
  const reporter = reporterFor(process.stderr);
  process.exitCode = await refresh(
    {
      regions: region,
      offerings: offerings || both,
      prices: prices || both,
      dryRun: options.dryRun === true,
      acceptRemovals: options.acceptRemovals === true,
      newRegion: options.newRegion === true,
      data: options.data,
    },
    {
      clients: (isKnownRegion) =>
        awsClients({ isKnownRegion, progress: (text) => reporter.status(text) }),
      now: new Date(),
      print,
      note: (line) => reporter.line(line),
    },
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints the error and returns the exit code. */
async function report(error: unknown): Promise<number> {
  // commander has already printed its message. Help is not a fault.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
  }
  const { AwsFailure } = await import("./aws-failure");
  const { message, stack } = error as Error;
  if (error instanceof InputFault || error instanceof AwsFailure) {
    process.stderr.write(`${message}\n`);
    return error instanceof InputFault ? exitCodes.faulty : exitCodes.internal;
  }
  process.stderr.write(`catalogue: internal failure: ${stack ?? message}\n`);
  return exitCodes.internal;
}

void main(process.argv.slice(2));
