import { spawnSync } from "node:child_process";

import { findBuiltProgram } from "../../dev/programs/built-program";
import { celEvalProgram } from "../../dev/programs/test-programs";
import { reporterFor } from "../../command-line/reporter";

export interface CelResult {
  /** Absent for false: Go leaves it out. */
  readonly value?: unknown;
  readonly fault?: string;
}

/** The result of each expression for each object, in the environment of the API server: `result[object][expression]`. */
export async function evaluateCel(
  kubeVersion: string,
  expressions: readonly string[],
  objects: readonly unknown[],
): Promise<readonly (readonly CelResult[])[]> {
  const program = await findBuiltProgram(celEvalProgram, process.env, reporterFor(process.stderr));
  const input = JSON.stringify({ kubeVersion, expressions, objects });
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`cel-eval ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as readonly (readonly CelResult[])[];
}
