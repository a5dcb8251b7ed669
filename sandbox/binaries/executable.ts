import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Environment } from "./cache";

const run = promisify(execFile);
const versionTimeoutMilliseconds = 20_000;

/** Every executable file of this name on the PATH, in the order of the PATH. */
export function executablesOnPath(name: string, environment: Environment): readonly string[] {
  return (environment["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, name))
    .filter(isExecutable);
}

/** Whether `file` exists and this user may run it. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The output of `pulumi version` without the leading "v"; undefined when the program does not answer. */
export async function pulumiVersionOf(
  command: string,
  environment: Environment,
): Promise<string | undefined> {
  try {
    const { stdout } = await run(command, ["version"], {
      env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: versionTimeoutMilliseconds,
    });
    return /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
  } catch {
    return undefined;
  }
}

/** Whether version `a` is `b` or newer, by major, minor and patch number. */
export function isAtLeast(a: string, b: string): boolean {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const [index, number] of left.entries()) {
    const other = right[index] ?? 0;
    if (number !== other) return number > other;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  const [, major = "0", minor = "0", patch = "0"] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}
