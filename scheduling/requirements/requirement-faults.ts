/** What the NodePool CRD and Karpenter's own check refuse in a list of requirements. */

import { capacityTypes } from "./capacity-types";
import { type Fault, found } from "../values/fault";
import { parseGoInteger } from "../values/go-integer";
import {
  capacityTypeLabelKey,
  instanceTenancyLabelKey,
  labelKeyFault,
  normalizedLabelKey,
} from "./labels";
import type { Operator } from "./requirements";

const operators: readonly Operator[] = [
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
  "Gt",
  "Lt",
  "Gte",
  "Lte",
];
const comparisons: ReadonlySet<string> = new Set(["Gt", "Lt", "Gte", "Lte"]);
const maxRequirements = 100;
const maxMinValues = 50;
const labelValueText = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const maxValueLength = 63;

/** Keys of which Karpenter knows every value; a list with none of them keeps the pool not ready. */
const knownValues: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [capacityTypeLabelKey, capacityTypes],
  [instanceTenancyLabelKey, ["default", "dedicated"]],
]);

/**
 * Every fault of a value that should be a NodePool's `requirements`; none for a valid list. Takes
 * anything and never fails. Paths start at the list: `[2].values[0]`, or `` for the list itself.
 */
export function requirementFaults(list: unknown): Fault[] {
  if (!Array.isArray(list)) {
    return [
      { path: "", problem: `is no list of requirements, got ${found(list)}; write [] for none` },
    ];
  }
  const faults: Fault[] = [];
  if (list.length > maxRequirements) {
    const problem = `has too many entries, got ${list.length}; expected at most ${maxRequirements}`;
    faults.push({ path: "", problem });
  }
  list.forEach((entry: unknown, index) => faults.push(...entryFaults(entry, `[${index}]`)));
  return faults;
}

function entryFaults(entry: unknown, path: string): Fault[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    const problem = `is no requirement, got ${found(entry)}; expected {key, operator, values}`;
    return [{ path, problem }];
  }
  const { key, operator, values, minValues } = entry as Record<string, unknown>;
  return [
    ...keyFaults(key, `${path}.key`),
    ...operatorFaults(operator, `${path}.operator`),
    ...valuesFaults(key, operator, values, `${path}.values`),
    ...minValuesFaults(operator, values, minValues, `${path}.minValues`),
  ];
}

function keyFaults(key: unknown, path: string): Fault[] {
  if (typeof key !== "string" || key === "") {
    return [{ path, problem: `is no label key, got ${found(key)}; expected a string` }];
  }
  const fault = labelKeyFault(normalizedLabelKey(key));
  return fault === undefined ? [] : [{ path, problem: `${found(key)} ${fault}` }];
}

function operatorFaults(operator: unknown, path: string): Fault[] {
  if (operators.some((known) => known === operator)) return [];
  const problem = `is no operator, got ${found(operator)}; expected one of ${operators.join(", ")}`;
  return [{ path, problem }];
}

function valuesFaults(key: unknown, operator: unknown, values: unknown, path: string): Fault[] {
  // The API server drops a null; every operator but these works without values.
  const isAbsent = values === undefined || values === null;
  const comparison = comparisonOf(operator);
  if (isAbsent && operator !== "In" && comparison === undefined) return [];
  if (!Array.isArray(values)) {
    return [{ path, problem: `is no list, got ${found(values)}; expected a list of strings` }];
  }
  const faults = values.flatMap((value: unknown, index) => valueFaults(value, `${path}[${index}]`));
  if (operator === "In" && values.length === 0) {
    faults.push({ path, problem: "is empty; the operator In needs at least one value" });
  }
  if (comparison !== undefined && !isOneWholeNumber(values)) {
    const expected = `the operator ${comparison} needs exactly one whole number from 0, as a string`;
    faults.push({ path, problem: `is no bound, got ${found(values)}; ${expected}` });
  }
  const known = typeof key === "string" ? knownValues.get(normalizedLabelKey(key)) : undefined;
  if (known !== undefined && operator === "In" && values.length > 0) {
    faults.push(...unknownValueFaults(values, known, path));
  }
  return faults;
}

/** The operator where it compares numbers. Not by String(): what has no prototype has no text. */
function comparisonOf(operator: unknown): string | undefined {
  return typeof operator === "string" && comparisons.has(operator) ? operator : undefined;
}

function valueFaults(value: unknown, path: string): Fault[] {
  if (typeof value !== "string") {
    return [{ path, problem: `is no string, got ${found(value)}; put it in quotes` }];
  }
  if (value.length <= maxValueLength && labelValueText.test(value)) return [];
  const expected = `at most ${maxValueLength} letters, digits, "-", "_" and ".", with a letter or digit at both ends`;
  return [{ path, problem: `is no label value, got ${found(value)}; expected ${expected}` }];
}

function isOneWholeNumber(values: readonly unknown[]): boolean {
  const [value] = values;
  if (values.length !== 1 || typeof value !== "string") return false;
  const number = parseGoInteger(value);
  return number !== undefined && number >= 0n;
}

function unknownValueFaults(
  values: readonly unknown[],
  known: readonly string[],
  path: string,
): Fault[] {
  return values.flatMap((value: unknown, index) => {
    if (typeof value !== "string" || known.includes(value)) return [];
    const problem = `is not known to Karpenter, got ${found(value)}; expected one of ${known.join(", ")}`;
    return [{ path: `${path}[${index}]`, problem }];
  });
}

function minValuesFaults(
  operator: unknown,
  values: unknown,
  minValues: unknown,
  path: string,
): Fault[] {
  if (minValues === undefined || minValues === null) return [];
  if (typeof minValues !== "number" || !isMinValues(minValues)) {
    const expected = `expected a whole number from 1 to ${maxMinValues}`;
    return [{ path, problem: `is out of range, got ${found(minValues)}; ${expected}` }];
  }
  if (operator === "In" && Array.isArray(values) && values.length < minValues) {
    const problem = `asks for ${minValues} values, got ${values.length}; list more values or lower minValues`;
    return [{ path, problem }];
  }
  return [];
}

function isMinValues(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= maxMinValues;
}
