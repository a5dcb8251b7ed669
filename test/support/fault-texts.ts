import { faultText, pathText, type Fault } from "../../scheduling/values/fault";

/** A fault as people read it. */
export interface FaultAsText {
  readonly path: string;
  readonly problem: string;
}

/** Paths as text, and problem, got, expected and fix as one sentence. */
export function faultTexts(faults: readonly Fault[]): FaultAsText[] {
  return faults.map((fault) => ({ path: pathText(fault.path), problem: faultText(fault) }));
}

/** `<path>: <sentence>`. */
export function faultLines(faults: readonly Fault[]): string[] {
  return faultTexts(faults).map(({ path, problem }) => `${path}: ${problem}`);
}
