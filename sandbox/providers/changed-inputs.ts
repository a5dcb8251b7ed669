/** The inputs that differ between two runs, by name. */
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./cloud-state";

/** The names of the top-level inputs with another value. Absent and null count as equal. */
export function changedInputs(oldInputs: Properties, newInputs: Properties): string[] {
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)]);
  names.delete("__defaults");
  return [...names]
    .filter((name) => !isDeepStrictEqual(oldInputs[name] ?? null, newInputs[name] ?? null))
    .sort();
}
