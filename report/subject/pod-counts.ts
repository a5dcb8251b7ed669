import { fieldAt } from "./fields";

/** The whole number at the path, 0 or more; undefined if there is none. */
export function wholeNumberAt(root: unknown, path: readonly string[]): number | undefined {
  const count = fieldAt(root, path);
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : undefined;
}

/**
 * How many pods of a Job run at the same time: `parallelism`, and no more than it has completions.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism
 *
 * @param spec the spec of the Job
 */
export function jobPods(spec: unknown): number {
  const parallelism = wholeNumberAt(spec, ["parallelism"]) ?? 1;
  return Math.min(parallelism, wholeNumberAt(spec, ["completions"]) ?? parallelism);
}
