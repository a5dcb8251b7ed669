/**
 * Builds and checks the embedded Karpenter.
 *
 *   npm run karpenter-wasm -- build            scheduling/karpenter/karpenter.wasm.br and wasm_exec.js
 *   npm run karpenter-wasm -- check            whether they are what the source gives
 *   npm run karpenter-wasm -- native <path>    the same program for this machine
 *
 * Exit codes: 0 done or the same, 1 not the same or a wrong command, 2 a tool is missing or failed.
 */

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
import {
  alignModules,
  buildNative,
  buildWasm,
  compressedFile,
  glue,
  glueFile,
  licences,
  licencesFile,
  requiredVersions,
  sha256,
  store,
  storedProgram,
  toolchain,
  ToolFailure,
} from "./go-program";

/** Runs the command and returns its exit code. */
export function run(args: readonly string[]): number {
  const [command, path] = args;
  try {
    if (command === "build" && args.length === 1) return build();
    if (command === "check" && args.length === 1) return check();
    if (command === "native" && path !== undefined && args.length === 2) return native(path);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  process.stderr.write("usage: npm run karpenter-wasm -- build | check | native <path>\n");
  return 1;
}

function build(): number {
  if (alignModules()) process.stdout.write(`go.mod now asks for Karpenter ${karpenterVersion}\n`);
  process.stdout.write(`building Karpenter ${karpenterVersion} with ${toolchain()}, for minutes\n`);
  const program = buildWasm();
  process.stdout.write(`compressing ${megabytes(program.length)}\n`);
  store(program);
  const size = megabytes(statSync(compressedFile).size);
  process.stdout.write(`stored ${size}, sha256 of the program ${sha256(program)}\n`);
  return 0;
}

function check(): number {
  const differences: string[] = [];
  for (const [module, version] of requiredVersions()) {
    if (version === karpenterVersion) continue;
    differences.push(
      `go.mod asks for ${module} ${version ?? "not at all"}, not ${karpenterVersion}`,
    );
  }
  const [built, stored] = [sha256(buildWasm()), sha256(storedProgram())];
  if (built !== stored) {
    differences.push(`karpenter.wasm.br holds ${stored}, the source gives ${built}`);
  }
  if (readFileSync(glueFile, "utf8") !== glue()) {
    differences.push(`wasm_exec.js is not that of ${toolchain()}`);
  }
  if (readFileSync(licencesFile, "utf8") !== licences()) {
    differences.push("LICENCES.txt does not have the licences of the modules");
  }
  if (differences.length === 0) {
    process.stdout.write(`the embedded Karpenter is what ${toolchain()} makes of its source\n`);
    return 0;
  }
  for (const difference of differences) process.stderr.write(`${difference}\n`);
  process.stderr.write("run `npm run karpenter-wasm -- build` and commit what it writes\n");
  return 1;
}

function native(path: string): number {
  buildNative(resolve(path));
  process.stdout.write(`wrote ${path}\n`);
  return 0;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

if (require.main === module) {
  process.exitCode = run(process.argv.slice(2));
}
