/**
 * Mutation testing of `scheduling/`, `report/answers/` and `report/traps/`, one folder at a time, each with its own
 * tests. The pipeline does not run it: it takes long, and its result changes with the tests alone. See docs/mutation.md.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { Command, CommanderError } from "commander";

import { writeAtomically } from "../../command-line/atomic-file";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { formatElapsed, reporterFor } from "../../command-line/reporter";
import { folderOfSource, mutationFolders, type MutationFolder } from "./folders";
import { survivorsOf, withNewerResults, type MutationReport } from "./mutants";
import { mutationPage } from "./page";
import { fileName, readReport, reportFile, runStryker, writeReport } from "./stryker";
import { percentOf, scoreOf, survivorLine, tableText } from "./summary";

const root = path.resolve(__dirname, "../..");
const page = "docs/mutation.md";
const wanted = 85;
const reporter = reporterFor(process.stderr);

interface Options {
  readonly survivors?: boolean;
  readonly writeDocs?: boolean;
}

/** The report of a folder or a file, with its name in the table. */
interface Measured {
  readonly name: string;
  readonly report: MutationReport;
}

void main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  guardOutput();
  const command = new Command("npm run mutation --")
    .description(
      `change the model of Karpenter and the report in thousands of places, one at a time; the tests of each folder must notice ${wanted} %`,
    )
    .argument(
      "[what...]",
      `folders (${mutationFolders.map(({ name }) => name).join(", ")}), or a file in one of them, or lines of a file: scheduling/taints/taints.ts:20-40`,
    )
    .option(
      "--survivors",
      "try again only the mutants that survived the last run, and update its report",
    )
    .option("--write-docs", `write ${page} from the last report of every folder, without a run`)
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 1 a folder below that score or a faulty argument, 2 failure",
    )
    .exitOverride();
  try {
    command.parse([...args], { from: "user" });
    process.exitCode = await mutation(command.args, command.opts<Options>());
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
      return;
    }
    reporter.line(`mutation: ${(error as Error).message}`);
    process.exitCode = exitCodeOf(error);
  }
}

async function mutation(what: readonly string[], options: Options): Promise<number> {
  if (options.writeDocs === true) {
    writeDocs();
    return exitCodes.fine;
  }
  const measured: Measured[] = [];
  for (const run of runsFor(what, options)) measured.push(await run());
  for (const survivor of measured.flatMap(({ report }) => survivorsOf(report))) {
    process.stdout.write(`${survivorLine(survivor)}\n`);
  }
  const scores = measured.map(({ name, report }) => scoreOf(name, report));
  process.stdout.write(`${tableText(scores)}\n`);
  if (what.length === 0) writeDocs();
  return scores.some((score) => percentOf(score) < wanted) ? exitCodes.faulty : exitCodes.fine;
}

function runsFor(what: readonly string[], options: Options): readonly (() => Promise<Measured>)[] {
  if (what.length === 0) {
    return mutationFolders.map((folder) => () => measureFolder(folder, options));
  }
  return what.map((one) => {
    const folder = mutationFolders.find(({ name }) => name === one.replace(/\/$/, ""));
    if (folder !== undefined) return () => measureFolder(folder, options);
    const [file = ""] = one.split(":");
    const owner = folderOfSource(file);
    if (owner !== undefined && existsSync(path.join(root, file)))
      return () => measurePart(one, owner);
    const names = mutationFolders.map(({ name }) => name).join(", ");
    throw new InputFault(
      `${one}: has no mutation tests; expected one of ${names}, or a file in one of them`,
    );
  });
}

async function measureFolder(folder: MutationFolder, options: Options): Promise<Measured> {
  const name = fileName(folder);
  if (options.survivors !== true) {
    return timed(folder.name, () => runStryker({ name, mutate: folder.mutate, folder }));
  }
  const before = lastReport(folder);
  const places = survivorsOf(before).map(
    ({ file, location: { start, end } }) =>
      `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
  );
  if (places.length === 0) return { name: folder.name, report: before };
  return timed(folder.name, async () => {
    const mutate = [...new Set(places)];
    const later = await runStryker({ name: `${name}-again`, mutate, folder });
    const report = withNewerResults(before, later);
    writeReport(name, report);
    return report;
  });
}

/** The result of a whole file also goes into the report of its folder; a result of some lines is only printed. */
function measurePart(part: string, folder: MutationFolder): Promise<Measured> {
  return timed(part, async () => {
    const report = await runStryker({ name: "part", mutate: [part], folder });
    const whole = fileName(folder);
    if (!part.includes(":") && existsSync(reportFile(whole))) {
      writeReport(whole, { files: { ...readReport(whole).files, ...report.files } });
    }
    return report;
  });
}

async function timed(name: string, run: () => Promise<MutationReport>): Promise<Measured> {
  reporter.line(`${name}: started`);
  const start = Date.now();
  const report = await run();
  const percent = Math.floor(percentOf(scoreOf(name, report)));
  reporter.line(`${name}: ${percent} % in ${formatElapsed(Date.now() - start)}`);
  return { name, report };
}

function writeDocs(): void {
  const measured = mutationFolders.map((folder) => ({ folder, report: lastReport(folder) }));
  const text = mutationPage({
    scores: measured.map(({ folder, report }) => scoreOf(folder.name, report)),
    survivors: measured.flatMap(({ report }) => survivorsOf(report)),
  });
  writeAtomically(path.join(root, page), text);
  reporter.line(`${page} written`);
}

/** The last report of a folder. Throws an InputFault when a source has changed since, because the report no longer holds. */
function lastReport(folder: MutationFolder): MutationReport {
  const name = fileName(folder);
  const again = `run npm run mutation -- ${folder.name}`;
  if (!existsSync(reportFile(name)))
    throw new InputFault(`${folder.name}: has no report; ${again}`);
  const report = readReport(name);
  for (const [file, { source }] of Object.entries(report.files)) {
    if (existsSync(path.join(root, file)) && readFileSync(path.join(root, file), "utf8") === source)
      continue;
    throw new InputFault(`${file}: changed since its last report; ${again}`);
  }
  return report;
}
