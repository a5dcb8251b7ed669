/** Lists what changes from the older Karpenter to the embedded one: `npm run compare-karpenter -- --help`. */

import { Argument, Command } from "commander";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";
import { reporterFor } from "../../command-line/reporter";
import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { embeddedVersions } from "../../scheduling/karpenter/karpenter-version";
import { comparisonText } from "./change-tables";
import { compareKarpenters } from "./compare-karpenters";
import { withOlderKarpenter } from "./older-karpenter";
import { findOlderFiles, olderVersion } from "./older-files";
import { subjectNames, subjectOf } from "./subjects";

async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run compare-karpenter --")
    .description(
      `ask the schedulers of Karpenter ${olderVersion} and ${embeddedVersions.core} the same questions, and list what differs:\n` +
        "what pods of 1, 4 and 8 devices launch, how many nodes budgets allow to disrupt in a week by reason,\n" +
        "and the defaults, fields and settings of the CRDs and the chart",
    )
    .addArgument(
      new Argument("[subjects...]", "names of stacks, or the built-in ones; default: all").choices(
        subjectNames(),
      ),
    )
    .option("--json", "print the differences as JSON")
    .addHelpText(
      "after",
      `\nThe older scheduler is built into the user's cache the first time; that needs Go and about four minutes.` +
        "\nBudgets are asked for pools of ten nodes. Node repair is off by default: the rows of Unhealthy matter where it is on." +
        "\n\nExit codes: 0 the list is printed, with or without differences; 1 the command is wrong, or a stack has faults;" +
        "\n2 the older scheduler cannot be built, or an internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const names = command.processedArgs[0] as readonly string[];
  const reporter = reporterFor(process.stderr);
  const files = await findOlderFiles(process.env, reporter);
  const newer = await loadKarpenter();
  const subjects = (names.length === 0 ? subjectNames() : names).map(subjectOf);
  const comparison = await withOlderKarpenter(files.program, (older) =>
    compareKarpenters({ older, newer, files, subjects }, (name) =>
      reporter.status(`Comparing ${name}`),
    ),
  );
  reporter.status("");
  const { json } = command.opts<{ readonly json?: boolean }>();
  const text =
    json === true
      ? JSON.stringify(comparison, undefined, 2)
      : comparisonText(comparison, process.stdout.isTTY ? process.stdout.columns : undefined);
  process.stdout.write(`${text}\n`);
  return exitCodes.fine;
}

guardOutput();
main(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    process.stderr.write(`compare-karpenter: ${(error as Error).message}\n`);
    process.exitCode = exitCodeOf(error);
  });
