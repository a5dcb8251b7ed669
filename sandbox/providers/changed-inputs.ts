/** Which inputs differ between two runs, by name. */
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./cloud-state";

/** Names of the top-level inputs whose value is another one; one that is absent equals one that is null. */
export function changedInputs(oldInputs: Properties, newInputs: Properties): string[] {
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)]);
  names.delete("__defaults");
  return [...names]
    .filter((name) => !isDeepStrictEqual(oldInputs[name] ?? null, newInputs[name] ?? null))
    .sort();
}
