/**
 * Reads the lists and maps of a NodePool, entry by entry. An entry that cannot be read is left out,
 * with a fault.
 */

import { budgetFaults } from "../budgets/budget-faults";
import type { Budget } from "../budgets/budget";
import type { KarpenterMinor } from "../values/karpenter-minor";
import { faultBelow, rendered, type FaultPath } from "../values/fault";
import { parseGoInteger } from "../values/go-integer";
import { labelKeyFault, normalizedLabelKey } from "../requirements/labels";
import {
  atPath,
  fieldsOf,
  fieldValue,
  isAbsent,
  knownFieldsOnly,
  listField,
  textField,
  type Fields,
  type Findings,
} from "../values/manifest-fields";
import type { PoolLimits } from "./pool-limits";
import { parseQuantity } from "../values/quantity";
import { isComparison, isOperator } from "../requirements/operators";
import { requirementFaults } from "../requirements/requirement-faults";
import type { NodeSelectorRequirement } from "../requirements/requirements";
import type { Taint } from "../taints/taints";

/** Labels of the nodes. A key that no pool may set is kept; its fault says that the pool is refused. */
export function readLabels(metadata: Fields, findings: Findings): Readonly<Record<string, string>> {
  if (isAbsent(fieldValue(metadata, "labels"))) return {};
  const labels = atPath(metadata, "labels", findings);
  if (labels === undefined) return {};
  const entries = Object.keys(labels.record).flatMap((key) => {
    const fault = labelKeyFault(normalizedLabelKey(key));
    if (fault !== undefined) findings.push(faultBelow([...labels.path, key], fault));
    const value = textField(labels, key, labelValue, findings);
    return value === undefined ? [] : [[key, value] as const];
  });
  // Made from entries, because an assignment to `__proto__` would set the prototype.
  return Object.fromEntries(entries);
}

/**
 * The requirements that can be interpreted, even where Karpenter would refuse the pool because of one
 * of them.
 */
export function readRequirementList(
  node: Fields,
  findings: Findings,
): readonly NodeSelectorRequirement[] {
  const path = [...node.path, "requirements"];
  const list = listField(node, "requirements", findings);
  if (list === undefined) {
    if (isAbsent(fieldValue(node, "requirements"))) {
      findings.push({
        path,
        problem: "is missing",
        fix: "write [] to allow any instance type",
      });
    }
    return [];
  }
  // Not spread into one push: there can be more faults than a call may have arguments.
  for (const fault of requirementFaults(list)) findings.push(faultBelow(path, fault));
  knownFieldsOfEntries(list, path, ["key", "operator", "values", "minValues"], findings);
  return list.flatMap((entry) => readableRequirement(entry) ?? []);
}

/** The taints that have a key and an effect of Kubernetes. */
export function readTaintList(
  node: Fields,
  key: "taints" | "startupTaints",
  findings: Findings,
): readonly Taint[] {
  const path = [...node.path, key];
  const list = listField(node, key, findings) ?? [];
  return list.flatMap((entry, index): Taint[] => {
    const taint = fieldsOf(entry, [...path, index], findings);
    if (taint === undefined) return [];
    knownFieldsOnly(taint, ["key", "value", "effect", "timeAdded"], findings, {
      operator: "remove it: tolerations have operators, taints have none",
    });
    const name = textField(taint, "key", undefined, findings);
    const effect = textField(taint, "effect", effectForm, findings);
    const value = textField(taint, "value", labelValue, findings);
    if (isAbsent(fieldValue(taint, "key"))) {
      const path = [...taint.path, "key"];
      findings.push({ path, problem: "is missing", expected: "a label key" });
    }
    if (isAbsent(fieldValue(taint, "effect"))) {
      const path = [...taint.path, "effect"];
      findings.push({ path, problem: "is missing", expected: effectForm.expected });
    }
    if (name === undefined || effect === undefined) return [];
    if (value === undefined && !isAbsent(fieldValue(taint, "value"))) return [];
    const plain = { key: name, effect: effect as Taint["effect"] };
    return [value === undefined ? plain : { ...plain, value }];
  });
}

/** The limits that are quantities of 0 or more. */
export function readLimits(spec: Fields, findings: Findings): PoolLimits {
  if (isAbsent(fieldValue(spec, "limits"))) return {};
  const limits = atPath(spec, "limits", findings);
  if (limits === undefined) return {};
  const entries = Object.keys(limits.record).flatMap((resource) => {
    const written = fieldValue(limits, resource);
    if (!resourceName.test(resource)) {
      findings.push({
        path: [...limits.path, resource],
        problem: "is no name of a resource",
        expected: "cpu, memory, nvidia.com/gpu or the like",
        apiServer: "accepts",
      });
      return [];
    }
    const isQuantity = typeof written === "string" || typeof written === "number";
    const amount = isQuantity ? parseQuantity(written) : undefined;
    if (isQuantity && amount !== undefined && amount >= 0) return [[resource, written] as const];
    findings.push({
      path: [...limits.path, resource],
      problem: "is no quantity",
      got: rendered(written),
      expected: '0 or more, such as 8, "500m" or "2000Gi"',
      // The pattern of the CRD allows a sign.
      ...(amount === undefined ? {} : { apiServer: "accepts" as const }),
    });
    return [];
  });
  return Object.fromEntries(entries);
}

/**
 * The budgets whose fields are texts. A faulty budget is kept, because Karpenter stops every disruption
 * of the pool because of it, and callers must see that. Undefined where the pool has no list.
 */
export function readBudgetList(
  disruption: Fields,
  minor: KarpenterMinor,
  findings: Findings,
): readonly Budget[] | undefined {
  const path = [...disruption.path, "budgets"];
  const list = listField(disruption, "budgets", findings);
  if (list === undefined) return undefined;
  for (const fault of budgetFaults(list, minor)) findings.push(faultBelow(path, fault));
  knownFieldsOfEntries(list, path, ["nodes", "schedule", "duration", "reasons"], findings, {
    timeZone: "remove it, and write the schedule in UTC",
  });
  return list.flatMap((entry) => readableBudget(entry) ?? []);
}

function knownFieldsOfEntries(
  list: readonly unknown[],
  path: FaultPath,
  known: readonly string[],
  findings: Findings,
  meant: Readonly<Record<string, string>> = {},
): void {
  list.forEach((entry, index) => {
    const record = recordOf(entry);
    if (record !== undefined) {
      knownFieldsOnly({ path: [...path, index], record }, known, findings, meant);
    }
  });
}

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const effectForm = {
  pattern: new RegExp(`^(${effects.join("|")})$`),
  expected: effects.join(", "),
};
const labelValue = {
  pattern: /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/,
  expected: 'at most 63 letters, digits, "-", "_" and "."',
};
const resourceName = /^([a-z0-9][-a-z0-9.]*\/)?[A-Za-z0-9][-A-Za-z0-9_.]*$/;

function readableRequirement(entry: unknown): NodeSelectorRequirement | undefined {
  const record = recordOf(entry);
  if (record === undefined) return undefined;
  const { key, operator, values, minValues } = record;
  if (typeof key !== "string" || key === "") return undefined;
  if (!isOperator(operator)) return undefined;
  if (!isAbsent(values) && !isTexts(values)) return undefined;
  if (isComparison(operator) && !isBound(values)) return undefined;
  const isMinValues = Number.isInteger(minValues) && (minValues as number) > 0;
  return {
    key,
    operator,
    ...(isAbsent(values) ? {} : { values }),
    ...(isMinValues ? { minValues: minValues as number } : {}),
  };
}

function readableBudget(entry: unknown): Budget | undefined {
  const record = recordOf(entry);
  if (record === undefined) return undefined;
  const { nodes = "10%", schedule, duration, reasons } = record;
  if (typeof nodes !== "string" || !isTextOrAbsent(schedule) || !isTextOrAbsent(duration)) {
    return undefined;
  }
  if (!isAbsent(reasons) && !isTexts(reasons)) return undefined;
  return {
    nodes,
    ...(isAbsent(schedule) ? {} : { schedule }),
    ...(isAbsent(duration) ? {} : { duration }),
    ...(isAbsent(reasons) ? {} : { reasons }),
  };
}

/** An object reduced to its own fields. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return { ...value };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isTextOrAbsent(value: unknown): value is string | undefined | null {
  return isAbsent(value) || typeof value === "string";
}

function isBound(values: unknown): boolean {
  return isTexts(values) && values.length === 1 && parseGoInteger(values[0] ?? "") !== undefined;
}
