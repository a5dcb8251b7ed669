import type { FaultPath } from "../../scheduling/values/fault";
import { fieldText } from "./message";
import type { Finding } from "./rule";
import { UnknownInTextError, holdsUnknown } from "./unknown-markers";

/** What a reader found at a path of a resource that may hold anything. */
export type Reading<T> = Absent | Misshapen | Present<T>;

/** Nothing there, or null, which the API server prunes before it applies defaults. */
export interface Absent {
  readonly kind: "absent";
  readonly path: FaultPath;
}

/** Something there that the field cannot hold. */
export interface Misshapen {
  readonly kind: "misshapen";
  readonly path: FaultPath;
  readonly got: string;
  readonly expected: string;
}

export interface Present<T> {
  readonly kind: "present";
  readonly path: FaultPath;
  readonly value: T;
}

export type FieldRecord = Readonly<Record<string, unknown>>;

/** Walks objects from `root` down; the first step that is no object is reported with its own path. */
export function readField(root: unknown, ...steps: readonly string[]): Reading<unknown> {
  let value = root;
  for (const [index, step] of steps.entries()) {
    if (value === undefined || value === null) break;
    if (!isFieldRecord(value)) return misshapen(steps.slice(0, index), value, "an object");
    value = ownField(value, step);
  }
  if (value === undefined || value === null) return { kind: "absent", path: steps };
  return { kind: "present", path: steps, value };
}

/** A field by its path. */
export function fieldOf(
  { props }: { readonly props: unknown },
  path: readonly string[],
): Reading<unknown> {
  return readField(props, ...path);
}

/** A field of an object that is itself at `path`. */
export function within(record: FieldRecord, path: FaultPath, field: string): Reading<unknown> {
  return { ...readField(record, field), path: [...path, field] };
}

/** A reading that must hold an object. */
export function recordOf(reading: Reading<unknown>): Reading<FieldRecord> {
  if (reading.kind !== "present") return reading;
  if (!isFieldRecord(reading.value)) return misshapen(reading.path, reading.value, "an object");
  return { ...reading, value: reading.value };
}

/** A reading that must hold a list; its elements are as unchecked as before. */
export function listOf(reading: Reading<unknown>): Reading<readonly Reading<unknown>[]> {
  if (reading.kind !== "present") return reading;
  const { value, path } = reading;
  if (!Array.isArray(value)) return misshapen(path, value, "a list");
  const elements = Array.from(value as readonly unknown[], (element, index): Reading<unknown> => {
    const elementPath = [...path, index];
    return element === undefined || element === null
      ? misshapen(elementPath, element, "a value")
      : { kind: "present", path: elementPath, value: element };
  });
  return { kind: "present", path, value: elements };
}

/** A reading that must hold a text without an unknown part. Throws {@link UnknownInTextError} on one. */
export function textOf(reading: Reading<unknown>): Reading<string> {
  if (reading.kind !== "present") return reading;
  const { value, path } = reading;
  if (typeof value !== "string") return misshapen(path, value, "a text");
  if (holdsUnknown(value)) throw new UnknownInTextError(path);
  return { kind: "present", path, value };
}

/**
 * A copy without proxies, for code that knows nothing of unknown values. Reads everything below, so
 * the reading should be as narrow as the question. Throws {@link UnknownInTextError}.
 */
export function plainCopy(value: unknown, path: FaultPath): unknown {
  if (typeof value === "string") {
    if (holdsUnknown(value)) throw new UnknownInTextError(path);
    return value;
  }
  if (Array.isArray(value)) {
    return Array.from(value as readonly unknown[], (element, index) =>
      plainCopy(element, [...path, index]),
    );
  }
  if (!isFieldRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, plainCopy(value[key], [...path, key])]),
  );
}

/** The finding for something that has another shape than its field. */
export function shapeFinding(fault: Misshapen): Finding {
  return {
    path: fault.path,
    problem: "unexpected shape",
    got: fault.got,
    expected: fault.expected,
    because:
      "The rule cannot check a value that it cannot read, and the API server would refuse it.",
    fix: `write ${fault.expected} at ${fieldText(fault.path)}`,
  };
}

export function misshapen(path: FaultPath, value: unknown, expected: string): Misshapen {
  return { kind: "misshapen", path, got: describeValue(value), expected };
}

function isFieldRecord(value: unknown): value is FieldRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ownField(record: FieldRecord, step: string): unknown {
  return Object.hasOwn(record, step) ? record[step] : undefined;
}

/** The kind of a value. Texts are not quoted, because a misplaced text may be a secret. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "a text";
  return `the ${typeof value} ${JSON.stringify(value)}`;
}
