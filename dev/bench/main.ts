/**
 * `npm run bench` measures previews of two minimal programs (the floors) and of every stack with the policy pack, the check
 * of pull requests, and a whole report. Then it measures how long our model of Karpenter, the embedded Karpenter and the
 * native Karpenter take for the same questions. A slow result is no failure.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findLanguageHost } from "../../sandbox/binaries/language-host";
import { findPulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { startStandIns } from "../../sandbox/engine/stand-ins";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { reporterFor } from "../../command-line/reporter";
import { measure, type Measurement } from "./measure";
import { formatBench, type BenchReport } from "./report";
import { nativeProgram } from "./scheduling/native-program";
import { engineRows, type EngineRow } from "./scheduling/rows";
import { reportVerdictOf, resultOf, verdictOf, type SubjectResult } from "./statistics";
import { prepareSubjects, wholeReport, type Subject } from "./subjects";

const reporter = reporterFor(process.stderr);
const parts = ["commands", "scheduling"] as const;

interface Options {
  readonly rounds: number;
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly part?: (typeof parts)[number];
}

async function main(args: readonly string[]): Promise<void> {
  guardOutput();
  const command = new Command("npm run bench --")
    .description(
      "measure previews of every stack beside two floors, the check, a report, our model and Karpenter, in turn",
    )
    .option("--rounds <number>", "rounds that count; one more warms up", rounds, 5)
    .option("--quick", "one round that counts, and only the largest stack")
    .addOption(new Option("--part <part>", "one part alone").choices(parts))
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExit codes: 0 measured; 1 a wrong command line; 2 an internal failure.",
    )
    .exitOverride();
  try {
    command.parse([...args], { from: "user" });
    const options = command.opts<Options>();
    const report = await bench(options);
    const text = options.json === true ? JSON.stringify(report, undefined, 2) : formatBench(report);
    process.stdout.write(`${text}\n`);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
      return;
    }
    process.stderr.write(`bench: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.internal;
  }
}

function rounds(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("expected a whole number, 1 or more");
}

async function bench({ rounds: wanted, quick = false, part }: Options): Promise<BenchReport> {
  const count = quick ? 1 : wanted;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "accelerator-platform-bench-"));
  try {
    const commands =
      part === "scheduling" ? noCommands : await measureCommands(folder, count, quick);
    const engines = part === "commands" ? [] : await measureEngines(folder, count);
    return { rounds: count, ...commands, engines };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

type CommandResults = Pick<BenchReport, "results" | "verdicts" | "reportVerdicts">;
const noCommands: CommandResults = { results: [], verdicts: [], reportVerdicts: [] };

async function measureCommands(
  folder: string,
  rounds: number,
  quick: boolean,
): Promise<CommandResults> {
  const cli = await findPulumiCli({ environment: process.env, reporter });
  const host = await findLanguageHost(cli, process.env, reporter);
  const standIns = await startStandIns(path.join(folder, "cloud.json"));
  try {
    const { debugProviders } = standIns;
    const prepared = await prepareSubjects({ folder, cli, host, debugProviders, quick });
    const subjects = [...prepared, wholeReport(folder)];
    const measured = await inTurn(subjects, rounds);
    const results = subjects.map(({ name }, index) => resultOf(name, measured[index] ?? []));
    const resultsOf = (kind: Subject["kind"]): readonly SubjectResult[] =>
      results.filter((_, index) => subjects[index]?.kind === kind);
    const verdicts = resultsOf("floor").map((floor) => verdictOf(floor, resultsOf("stack")));
    return { results, verdicts, reportVerdicts: resultsOf("report").map(reportVerdictOf) };
  } finally {
    await standIns.stop();
  }
}

async function measureEngines(folder: string, rounds: number): Promise<readonly EngineRow[]> {
  const rows = await engineRows({
    rounds,
    nativeProgram: nativeProgram(process.env, folder, reporter),
    onMeasurement: (round, name, seconds) => {
      const title = `Round ${round} of ${rounds}: ${name}`;
      if (reporter.isTerminal) reporter.status(title);
      else reporter.line(`${title}: ${seconds.toFixed(3)} s`);
    },
  });
  reporter.status("");
  return rows;
}

/** Measures all subjects once per round, so that other load on the machine affects all of them alike. */
async function inTurn(
  subjects: readonly Subject[],
  rounds: number,
): Promise<readonly (readonly Measurement[])[]> {
  const measured = subjects.map((): Measurement[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { name, command }] of subjects.entries()) {
      const title = round === 0 ? "Warming up" : `Round ${round} of ${rounds}`;
      if (reporter.isTerminal) reporter.status(`${title}: ${name}`);
      const measurement = await measure(command);
      if (!reporter.isTerminal) {
        reporter.line(`${title}: ${name}: ${measurement.seconds.toFixed(2)} s`);
      }
      if (round > 0) measured[index]?.push(measurement);
    }
  }
  reporter.status("");
  return measured;
}

void main(process.argv.slice(2));
