/** Builds the embedded Karpenter, and checks that it is what its Go source gives: `npm run karpenter-wasm -- --help`. */

import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { writeAllAtomically } from "../../command-line/atomic-file";
import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";
import { embeddedVersions, karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
import { karpenterChartKeys, outdatedChartKeys } from "./chart-keys";
import { crdSchemas, type StoredText } from "./crds";
import {
  alignModules,
  buildNative,
  buildWasm,
  compressedFile,
  glue,
  glueFile,
  licences,
  licencesFile,
  providerFolder,
  moduleVersions,
  sha256,
  store,
  storedProgram,
  toolchain,
  ToolFailure,
} from "./go-program";

function main(args: readonly string[]): void {
  const program = new Command("npm run karpenter-wasm --")
    .description(
      `Karpenter ${embeddedVersions.core} as a WebAssembly program, built from scheduling/karpenter/go.`,
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 done, or the files are current; 1 they are not, or the command is wrong; 2 a tool is missing or failed",
    )
    .exitOverride();
  program
    .command("build")
    .description(
      "write karpenter.wasm.br, wasm_exec.js and LICENCES.txt of scheduling/karpenter, the CRD schemas of the sandbox, and the keys of the charts; takes minutes",
    )
    .action(() => {
      process.exitCode = build();
    });
  program
    .command("check")
    .description("build, write nothing, and compare the result with these files")
    .action(() => {
      process.exitCode = check();
    });
  program
    .command("native <path>")
    .description("build the same program for this machine")
    .action((path: string) => {
      process.exitCode = native(path);
    });
  try {
    program.parse([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
      return;
    }
    if (!(error instanceof ToolFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.internal;
  }
}

function build(): number {
  if (alignModules()) process.stdout.write(`go.mod now requires ${embeddedNames()}\n`);
  process.stdout.write(`building ${embeddedNames()} with ${toolchain()}; this takes minutes\n`);
  const program = buildWasm();
  process.stdout.write(`compressing ${megabytes(program.length)}\n`);
  store(program);
  writeAllAtomically(textsOfProvider().map(({ file, text }) => ({ file, content: text })));
  for (const file of outdatedChartKeys()) rmSync(file);
  const size = megabytes(statSync(compressedFile).size);
  process.stdout.write(`stored ${size}, sha256 of the program ${sha256(program)}\n`);
  return 0;
}

function check(): number {
  const differences: string[] = [];
  for (const [module, { required, wanted }] of moduleVersions()) {
    if (required === wanted) continue;
    differences.push(`go.mod: requires ${module} ${required ?? "not at all"}; expected ${wanted}`);
  }
  const [built, stored] = [sha256(buildWasm()), sha256(storedProgram())];
  if (built !== stored) {
    differences.push(
      `karpenter.wasm.br: its program has the sha256 ${stored}; the source gives ${built}`,
    );
  }
  if (readFileSync(glueFile, "utf8") !== glue()) {
    differences.push(`wasm_exec.js: differs from the file of ${toolchain()}`);
  }
  if (readFileSync(licencesFile, "utf8") !== licences()) {
    differences.push("LICENCES.txt: differs from the licences of the Go modules");
  }
  for (const { file, text } of textsOfProvider()) {
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    differences.push(`${relative(process.cwd(), file)}: differs from Karpenter's own file`);
  }
  for (const file of outdatedChartKeys()) {
    differences.push(`${relative(process.cwd(), file)}: belongs to another version`);
  }
  if (differences.length === 0) {
    process.stdout.write(
      `the embedded Karpenter is current: ${toolchain()} builds the same from its source\n`,
    );
    return 0;
  }
  for (const difference of differences) process.stderr.write(`${difference}\n`);
  process.stderr.write("run `npm run karpenter-wasm -- build` and commit what it writes\n");
  return 1;
}

function embeddedNames(): string {
  return `Karpenter ${embeddedVersions.core} and its AWS provider ${embeddedVersions.providerAws}`;
}

function textsOfProvider(): readonly StoredText[] {
  const folder = providerFolder(karpenterVersion);
  return [...crdSchemas(folder), ...karpenterChartKeys(folder)];
}

function native(path: string): number {
  buildNative(resolve(path));
  process.stdout.write(`wrote ${path}\n`);
  return 0;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

guardOutput();
main(process.argv.slice(2));
