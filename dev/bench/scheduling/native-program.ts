/** The native build of the embedded Karpenter, which is measured for comparison. */

import { existsSync } from "node:fs";
import path from "node:path";
import { findGo } from "../../../sandbox/binaries/go-build";
import type { Reporter } from "../../../command-line/reporter";
import { buildNative } from "../../karpenter-wasm/go-program";

/**
 * The program that KARPENTER_NATIVE names, or a new build of it; undefined without Go.
 *
 * @param folder where to build it
 * @throws Error when the program that the variable names does not exist
 */
export function nativeProgram(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
  reporter: Reporter,
): string | undefined {
  const named = environment["KARPENTER_NATIVE"];
  if (named !== undefined) {
    if (existsSync(named)) return path.resolve(named);
    throw new Error(`KARPENTER_NATIVE: no such file, got ${named}; build it or unset the variable`);
  }
  if (findGo(environment) === undefined) {
    reporter.line("No Go here: the native Karpenter is left out");
    return undefined;
  }
  reporter.line("Building the native Karpenter with Go (some minutes, once)");
  const program = path.join(folder, "karpenter-native");
  buildNative(program);
  return program;
}
