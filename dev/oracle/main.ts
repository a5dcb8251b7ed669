/** Compares the TypeScript model with the embedded Karpenter: `npm run oracle -- --help`. */

import { Command, InvalidArgumentError, Option } from "commander";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";
import { reporterFor } from "../../command-line/reporter";
import { loadKarpenter } from "../../scheduling/karpenter/karpenter";
import { embeddedVersions } from "../../scheduling/karpenter/karpenter-version";
import { areas, type Area } from "./comparison";
import { keptCasesIn, regressionFolder } from "./kept-cases";
import {
  branchTable,
  disagreementText,
  isFine,
  rareBranches,
  summaryLine,
  tooManyExplained,
} from "./outcome-text";
import { casesOf, runArea, type AreaRun } from "./run-areas";

const reporter = reporterFor(process.stderr);

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly area?: Area;
}

async function main(args: readonly string[]): Promise<number> {
  guardOutput();
  const command = new Command("npm run oracle --")
    .description(
      `compare the TypeScript model with Karpenter ${embeddedVersions.core} on kept and on random cases`,
    )
    .option("--cases <number>", "cases of each area; of filters a fiftieth", wholeNumber(1), 10_000)
    .addOption(
      new Option("--seed <number>", "equal seeds give equal cases")
        .argParser(wholeNumber(0))
        .default(randomSeed(), "another one each time"),
    )
    .addOption(new Option("--area <area>", "one area alone").choices(areas))
    .addHelpText(
      "after",
      "\nA case on which they differ without explanation is made small and kept in test/fixtures/oracle;" +
        "\nlater runs, and the tests, begin with it." +
        "\n\nExit codes: 0 they agree; 1 they differ, or a branch is met too rarely; 2 an internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const runs = await runAll(command.opts<Options>());
  process.stdout.write(`${runs.flatMap(textOf).join("\n")}\n`);
  const outcomes = runs.map(({ outcome }) => outcome);
  if (tooManyExplained(outcomes)) process.stdout.write("too many explained differences\n");
  const isAllFine = outcomes.every(isFine) && !tooManyExplained(outcomes);
  return isAllFine ? exitCodes.fine : exitCodes.faulty;
}

async function runAll({ cases, seed, area }: Options): Promise<readonly AreaRun[]> {
  const karpenter = await loadKarpenter();
  const kept = keptCasesIn(regressionFolder);
  return (area === undefined ? areas : [area]).map((name) => {
    const onProgress = (done: number): void =>
      reporter.status(`${name}: ${done} of ${casesOf(name, cases)} cases`);
    const run = runArea(name, karpenter, { count: cases, seed, kept, onProgress });
    reporter.status("");
    reporter.line(summaryLine(run.outcome));
    return run;
  });
}

function textOf({ outcome, explained }: AreaRun): readonly string[] {
  const rare = rareBranches(outcome);
  return [
    `\n${summaryLine(outcome)}`,
    branchTable(outcome),
    ...explained,
    ...rare.map(
      (name) => `${outcome.area}: the branch "${name}" is met by less than 1 % of the cases`,
    ),
    ...disagreementText(outcome),
  ];
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number < 2 ** 31) return number;
    throw new InvalidArgumentError(`expected a whole number, ${least} or more`);
  };
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

main(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    process.stderr.write(`oracle: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.internal;
  });
