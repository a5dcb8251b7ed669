import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";

import { pathText, rendered, valueAt } from "../../scheduling/values/fault";
import type { ConfigFault } from "./config-fault";
import { faultOfModel } from "./model-fault";
import { keysAt } from "./schema-keys";

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** The faults in one issue of the schema, in words for the author of a stack file. */
export function faultsOfIssue(issue: Issue, root: unknown): readonly ConfigFault[] {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const value = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], valueAt(root, [...path, key])));
    case "invalid_type":
      return [
        value === undefined
          ? missing(path, issue.expected)
          : wrongType(path, value, issue.expected),
      ];
    case "invalid_value":
      return value === undefined
        ? [missing(path, oneOf(issue.values))]
        : [unknownValue(path, value, issue.values.map(String))];
    case "invalid_union":
      return [
        fault(
          path,
          value === undefined ? "missing" : "wrong type",
          value,
          "a number or a string",
          set(path),
        ),
      ];
    case "invalid_key":
      return [fault(path, "invalid key", path.at(-1), messageOf(issue.issues), "rename the key")];
    case "custom":
      return [
        faultOfModel(issue, path) ?? fault(path, "not allowed", value, issue.message, set(path)),
      ];
    default:
      return [
        fault(
          path,
          value === undefined ? "missing" : "not allowed",
          value,
          issue.message,
          set(path),
        ),
      ];
  }
}

/** The problem text of a key that the schema does not have. */
export const unknownKeyProblem = "unknown key";

/** Fewer letters begin too many names. */
const shortestBeginning = 3;

/** The candidate that the author probably meant; undefined when none is similar enough. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  // People shorten names: prod for production. The letters that are missing are then most of the name.
  const begun = candidates.filter((candidate) => candidate.startsWith(name.toLowerCase()));
  if (begun.length === 1 && name.length >= shortestBeginning) return begun[0];
  const found = closest(name, candidates);
  // When more than half of the letters differ, a guess would mislead.
  const share =
    distance(name.toLowerCase(), found.toLowerCase()) / Math.max(name.length, found.length, 1);
  return share <= 0.5 ? found : undefined;
}

function unknownKey(path: Path, value: unknown): ConfigFault {
  const known = keysAt(path.slice(0, -1));
  const key = String(path.at(-1));
  const meant = nearest(key, known);
  return fault(
    path,
    unknownKeyProblem,
    value,
    known.length > 0 ? oneOf(known) : "no such key",
    meant === undefined ? "remove it" : `did you mean ${meant}?`,
  );
}

function unknownValue(path: Path, value: unknown, allowed: readonly string[]): ConfigFault {
  const meant = typeof value === "string" ? nearest(value, allowed) : undefined;
  return fault(
    path,
    "unknown value",
    value,
    oneOf(allowed),
    meant === undefined ? set(path) : `did you mean ${meant}?`,
  );
}

function missing(path: Path, expected: string): ConfigFault {
  return fault(path, "missing", undefined, typeName(expected), `add ${String(path.at(-1))}`);
}

function wrongType(path: Path, value: unknown, expected: string): ConfigFault {
  const quoted = expected === "number" || expected === "int" || expected === "boolean";
  const fix =
    typeof value === "string" && quoted
      ? "write it without quotes"
      : typeof value === "number" && expected === "string"
        ? "write it in quotes"
        : set(path);
  return fault(path, "wrong type", value, typeName(expected), fix);
}

function fault(
  path: Path,
  problem: string,
  value: unknown,
  expected: string,
  fix: string,
): ConfigFault {
  return { path, problem, got: rendered(value), expected, fix };
}

function set(path: Path): string {
  return `set ${pathText(path, "configuration")}`;
}

/** A person can look through the names of all pools or GPU classes, but not through those of all instance families. */
const mostNamed = 30;

function oneOf(values: readonly unknown[]): string {
  return values.length > mostNamed
    ? `one of ${values.length} known names`
    : `one of ${values.join(", ")}`;
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a map of keys and values",
  record: "a map of keys and values",
  string: "text",
};

function typeName(expected: string): string {
  return typeNames[expected] ?? expected;
}

function messageOf(issues: readonly { message: string }[]): string {
  return issues.map(({ message }) => message).join(", ");
}
