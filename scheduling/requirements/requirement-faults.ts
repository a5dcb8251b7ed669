/** The requirements that the NodePool CRD or Karpenter's own validation refuses. */

import { capacityTypes } from "./capacity-types";
import { faultBelow, rendered, type Fault, type FaultPath } from "../values/fault";
import { parseGoInteger } from "../values/go-integer";
import {
  capacityTypeLabelKey,
  instanceTenancyLabelKey,
  labelKeyFault,
  normalizedLabelKey,
} from "./labels";
import { isComparison, isOperator, operators } from "./operators";

const maxRequirements = 100;
const maxMinValues = 50;
const labelValueText = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const maxValueLength = 63;

/** Keys with a fixed set of values. A pool whose requirement lists none of them never becomes ready. */
const knownValues: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [capacityTypeLabelKey, capacityTypes],
  [instanceTenancyLabelKey, ["default", "dedicated"]],
]);

/**
 * All faults of the `requirements` of a NodePool; none for a valid list. Takes any value and never
 * throws. Paths start at the list: `[2, "values", 0]`, or `[]` for the list itself.
 */
export function requirementFaults(list: unknown): Fault[] {
  if (!Array.isArray(list)) {
    return [
      {
        path: [],
        problem: "is no list of requirements",
        got: rendered(list),
        fix: "write [] for none",
      },
    ];
  }
  const faults: Fault[] = [];
  if (list.length > maxRequirements) {
    faults.push({
      path: [],
      problem: "has too many entries",
      got: String(list.length),
      expected: `at most ${maxRequirements}`,
    });
  }
  list.forEach((entry: unknown, index) => faults.push(...entryFaults(entry, [index])));
  return faults;
}

function entryFaults(entry: unknown, path: FaultPath): Fault[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    const expected = "{key, operator, values}";
    return [{ path, problem: "is no requirement", got: rendered(entry), expected }];
  }
  const { key, operator, values, minValues } = entry as Record<string, unknown>;
  return [
    ...keyFaults(key, [...path, "key"]),
    ...operatorFaults(operator, [...path, "operator"]),
    ...valuesFaults(key, operator, values, [...path, "values"]),
    ...minValuesFaults(operator, values, minValues, [...path, "minValues"]),
  ];
}

function keyFaults(key: unknown, path: FaultPath): Fault[] {
  if (typeof key !== "string" || key === "") {
    return [{ path, problem: "is no label key", got: rendered(key), expected: "a string" }];
  }
  const fault = labelKeyFault(normalizedLabelKey(key));
  if (fault === undefined) return [];
  return [{ ...faultBelow(path, fault), problem: `${rendered(key)} ${fault.problem}` }];
}

function operatorFaults(operator: unknown, path: FaultPath): Fault[] {
  if (isOperator(operator)) return [];
  const expected = `one of ${operators.join(", ")}`;
  return [{ path, problem: "is no operator", got: rendered(operator), expected }];
}

function valuesFaults(key: unknown, operator: unknown, values: unknown, path: FaultPath): Fault[] {
  // The API server drops a null. Only In and the comparisons need values.
  const isAbsent = values === undefined || values === null;
  const comparison = isComparison(operator) ? operator : undefined;
  if (isAbsent && operator !== "In" && comparison === undefined) return [];
  if (!Array.isArray(values)) {
    return [{ path, problem: "is no list", got: rendered(values), expected: "a list of strings" }];
  }
  const faults = values.flatMap((value: unknown, index) => valueFaults(value, [...path, index]));
  if (operator === "In" && values.length === 0) {
    faults.push({ path, problem: "is empty", expected: "at least one value for the operator In" });
  }
  if (comparison !== undefined && !isOneWholeNumber(values)) {
    const expected = `exactly one whole number from 0, as a string, for the operator ${comparison}`;
    faults.push({ path, problem: "is no bound", got: rendered(values), expected });
  }
  const known = typeof key === "string" ? knownValues.get(normalizedLabelKey(key)) : undefined;
  if (known !== undefined && operator === "In" && values.length > 0) {
    faults.push(...unknownValueFaults(values, known, path));
  }
  return faults;
}

function valueFaults(value: unknown, path: FaultPath): Fault[] {
  if (typeof value !== "string") {
    return [{ path, problem: "is no string", got: rendered(value), fix: "put it in quotes" }];
  }
  if (value.length <= maxValueLength && labelValueText.test(value)) return [];
  const expected = `at most ${maxValueLength} letters, digits, "-", "_" and ".", with a letter or digit at both ends`;
  // The CRD has the pattern at the list instead of at its entries, so the API server does not look.
  const problem = "is no label value";
  return [{ path, problem, got: rendered(value), expected, apiServer: "accepts" }];
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
  path: FaultPath,
): Fault[] {
  return values.flatMap((value: unknown, index) => {
    if (typeof value !== "string" || known.includes(value)) return [];
    return [
      {
        path: [...path, index],
        problem: "is not known to Karpenter",
        got: rendered(value),
        expected: `one of ${known.join(", ")}`,
        apiServer: "accepts",
      },
    ];
  });
}

function minValuesFaults(
  operator: unknown,
  values: unknown,
  minValues: unknown,
  path: FaultPath,
): Fault[] {
  if (minValues === undefined || minValues === null) return [];
  if (typeof minValues !== "number" || !isMinValues(minValues)) {
    const expected = `a whole number from 1 to ${maxMinValues}`;
    return [{ path, problem: "is out of range", got: rendered(minValues), expected }];
  }
  if (operator === "In" && Array.isArray(values) && values.length < minValues) {
    return [
      {
        path,
        problem: `asks for ${minValues} values`,
        got: String(values.length),
        fix: "list more values or lower minValues",
      },
    ];
  }
  return [];
}

function isMinValues(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= maxMinValues;
}
