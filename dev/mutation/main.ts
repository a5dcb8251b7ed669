/**
 * Mutation testing of `scheduling/`, folder by folder, each by its own tests. Not part of the pipeline: it takes
 * long, and its verdict changes with the tests alone. See docs/mutation.md.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Command, CommanderError } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { InputFault } from "../../command-line/input-fault";
import { formatElapsed, reporterFor } from "../../command-line/reporter";
import { folderOfSource, mutationFolders, type MutationFolder } from "./folders";
import { survivorsOf, withVerdicts, type MutationReport } from "./mutants";
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

/** A report with the name it goes by in the table. */
interface Judged {
  readonly name: string;
  readonly report: MutationReport;
}

void main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  guardOutput();
  const command = new Command("npm run mutation --")
    .description(
      `break scheduling/ in thousands of places; the tests of each folder have to notice ${wanted} %`,
    )
    .argument(
      "[what...]",
      `folders (${mutationFolders.map(({ name }) => name).join(", ")}), or files of theirs, or lines: scheduling/taints/taints.ts:20-40`,
    )
    .option("--survivors", "break again only what lived in the last run, and correct its report")
    .option("--write-docs", `write ${page} from the last report of every folder, and run nothing`)
    .addHelpText(
      "after",
      "\nExit codes: 0 fine, 1 a folder below that or a faulty argument, 2 failure",
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
  const judged: Judged[] = [];
  for (const run of runsFor(what, options)) judged.push(await run());
  for (const survivor of judged.flatMap(({ report }) => survivorsOf(report))) {
    process.stdout.write(`${survivorLine(survivor)}\n`);
  }
  const scores = judged.map(({ name, report }) => scoreOf(name, report));
  process.stdout.write(`${tableText(scores)}\n`);
  if (what.length === 0) writeDocs();
  return scores.some((score) => percentOf(score) < wanted) ? exitCodes.faulty : exitCodes.fine;
}

function runsFor(what: readonly string[], options: Options): readonly (() => Promise<Judged>)[] {
  if (what.length === 0) {
    return mutationFolders.map((folder) => () => judgeFolder(folder, options));
  }
  return what.map((one) => {
    const folder = mutationFolders.find(({ name }) => name === one.replace(/\/$/, ""));
    if (folder !== undefined) return () => judgeFolder(folder, options);
    const [file = ""] = one.split(":");
    const owner = folderOfSource(file);
    if (owner !== undefined && existsSync(path.join(root, file)))
      return () => judgePart(one, owner);
    const names = mutationFolders.map(({ name }) => name).join(", ");
    throw new InputFault(
      `${one}: is nothing that can be broken; expected one of ${names}, or a file of theirs`,
    );
  });
}

async function judgeFolder(folder: MutationFolder, options: Options): Promise<Judged> {
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
    const report = withVerdicts(before, later);
    writeReport(name, report);
    return report;
  });
}

/** A whole file also takes its place in the folder's report; lines of one are for looking only. */
function judgePart(part: string, folder: MutationFolder): Promise<Judged> {
  return timed(part, async () => {
    const report = await runStryker({ name: "part", mutate: [part], folder });
    const whole = fileName(folder);
    if (!part.includes(":") && existsSync(reportFile(whole))) {
      writeReport(whole, { files: { ...readReport(whole).files, ...report.files } });
    }
    return report;
  });
}

async function timed(name: string, run: () => Promise<MutationReport>): Promise<Judged> {
  reporter.line(`${name}: started`);
  const start = Date.now();
  const report = await run();
  const percent = Math.floor(percentOf(scoreOf(name, report)));
  reporter.line(`${name}: ${percent} % in ${formatElapsed(Date.now() - start)}`);
  return { name, report };
}

function writeDocs(): void {
  const judged = mutationFolders.map((folder) => ({ folder, report: lastReport(folder) }));
  const text = mutationPage({
    scores: judged.map(({ folder, report }) => scoreOf(folder.name, report)),
    survivors: judged.flatMap(({ report }) => survivorsOf(report)),
  });
  writeFileSync(path.join(root, page), text);
  reporter.line(`${page} written`);
}

/** Of a folder as it is now: what was broken then says nothing of other sources. */
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
