/** Runs Stryker on some sources with some tests, as its own program: https://stryker-mutator.io/docs/stryker-js/ */

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { writeAtomically } from "../../command-line/atomic-file";
import type { MutationFolder } from "./folders";
import type { MutationReport } from "./mutants";

const root = path.resolve(__dirname, "../..");
const reportFolder = path.join(root, "reports/mutation");
const stryker = path.join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");

/** A run of Stryker: its name (`report-answers-limits`), its sources and its tests. */
export interface StrykerRun {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly folder: MutationFolder;
}

/** The path of a run's report. */
export function reportFile(name: string): string {
  return path.join(reportFolder, `${name}.json`);
}

export function fileName(folder: MutationFolder): string {
  return folder.name.replaceAll("/", "-");
}

/** Runs Stryker and returns its report. Throws with the end of Stryker's output when Stryker fails. */
export async function runStryker(run: StrykerRun): Promise<MutationReport> {
  mkdirSync(reportFolder, { recursive: true });
  const file = (extension: string) => path.join(reportFolder, `${run.name}.${extension}`);
  writeFileSync(file("options.json"), `${JSON.stringify(optionsOf(run), undefined, 2)}\n`);
  const log = openSync(file("log"), "w");
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [stryker, "run", file("options.json")], {
      cwd: root,
      stdio: ["ignore", log, log],
    });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  closeSync(log);
  if (code !== 0) {
    const said = readFileSync(file("log"), "utf8").trimEnd().split("\n").slice(-12).join("\n");
    throw new Error(`Stryker ended with ${code} on ${run.folder.name}:\n${said}`);
  }
  renameSync(file("new.json"), reportFile(run.name));
  return readReport(run.name);
}

/** Throws when the run has no report. */
export function readReport(name: string): MutationReport {
  return JSON.parse(readFileSync(reportFile(name), "utf8")) as MutationReport;
}

export function writeReport(name: string, report: MutationReport): void {
  writeAtomically(reportFile(name), JSON.stringify(report));
}

function optionsOf({ name, mutate, folder }: StrykerRun): object {
  return {
    mutate,
    testRunner: "mocha",
    plugins: ["@stryker-mutator/mocha-runner"],
    mochaOptions: {
      "no-config": true,
      require: ["tsx/cjs", "./dev/mutation/fewer-runs.js"],
      spec: folder.tests,
      ignore: folder.slowTests ?? [],
      ...(folder.slowTitles === undefined
        ? {}
        : { grep: `^(?!.*(${folder.slowTitles.join("|")}))` }),
    },
    coverageAnalysis: "perTest",
    concurrency: 1,
    timeoutMS: 3000,
    disableTypeChecks: false,
    allowConsoleColors: false,
    allowEmpty: true,
    reporters: ["progress-append-only", "json", "html"],
    // Only a run that finishes replaces the report of the run before.
    jsonReporter: { fileName: `reports/mutation/${name}.new.json` },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
    tempDirName: ".cache/stryker",
    ignorePatterns: [
      ".cache",
      ".sandbox",
      "reports",
      "coverage",
      "docs",
      "sandbox",
      "scheduling/karpenter/karpenter.wasm.br",
      "scheduling/karpenter/go",
    ],
  };
}
