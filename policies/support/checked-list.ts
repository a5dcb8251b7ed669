import type { FaultPath } from "../../scheduling/values/fault";
import { listOf, misshapen, shapeFinding } from "./reading";
import type { Misshapen, Reading } from "./reading";
import type { Finding } from "./rule";

/** The entries of a list that could be read, and the faults of the others. */
export interface CheckedList<T> {
  readonly path: FaultPath;
  /** Whether the field is written at all. */
  readonly written: boolean;
  readonly entries: readonly T[];
  readonly faults: readonly Finding[];
}

/** Reads each element of a list with `read`, which answers with the entry or with its fault. */
export function checkedList<T extends object>(
  reading: Reading<unknown>,
  read: (element: unknown, path: FaultPath) => T | Misshapen,
): CheckedList<T> {
  const list = listOf(reading);
  const { path } = list;
  if (list.kind === "absent") return { path, written: false, entries: [], faults: [] };
  if (list.kind === "misshapen") {
    return { path, written: true, entries: [], faults: [shapeFinding(list)] };
  }
  const entries: T[] = [];
  const faults: Finding[] = [];
  for (const element of list.value) {
    const result =
      element.kind === "present"
        ? read(element.value, element.path)
        : misshapen(element.path, undefined, "an object");
    if (isMisshapen(result)) faults.push(shapeFinding(result));
    else entries.push(result);
  }
  return { path, written: true, entries, faults };
}

function isMisshapen(result: object): result is Misshapen {
  return "kind" in result && result.kind === "misshapen";
}
