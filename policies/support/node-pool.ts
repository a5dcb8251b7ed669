import type { FaultPath } from "../../scheduling/values/fault";
import type { Taint } from "../../scheduling/taints/taints";
import { checkedList } from "./checked-list";
import type { CheckedList } from "./checked-list";
import { nodePoolType } from "./karpenter-kinds";
import { fieldOf, misshapen, readField, recordOf, textOf, within } from "./reading";
import type { FieldRecord, Misshapen, Reading } from "./reading";
import { quotedValue } from "./quoted";
import type { ResourceView } from "./rule";

export const nodePoolTypes: readonly string[] = [nodePoolType];

/** A NodePool, with a patch of it already joined. */
export interface NodePool {
  readonly props: unknown;
}

export const taintsPath = ["spec", "template", "spec", "taints"] as const;
export const startupTaintsPath = ["spec", "template", "spec", "startupTaints"] as const;
export const requirementsPath = ["spec", "template", "spec", "requirements"] as const;
export const labelsPath = ["spec", "template", "metadata", "labels"] as const;
export const annotationsPath = ["metadata", "annotations"] as const;
export const budgetsPath = ["spec", "disruption", "budgets"] as const;
export const consolidationPolicyPath = ["spec", "disruption", "consolidationPolicy"] as const;
export const consolidateAfterPath = ["spec", "disruption", "consolidateAfter"] as const;
export const expireAfterPath = ["spec", "template", "spec", "expireAfter"] as const;
export const terminationGracePeriodPath = [
  "spec",
  "template",
  "spec",
  "terminationGracePeriod",
] as const;
export const nodeClassNamePath = ["spec", "template", "spec", "nodeClassRef", "name"] as const;
export const limitsPath = ["spec", "limits"] as const;
export const replicasPath = ["spec", "replicas"] as const;

export function nodePool(resource: ResourceView): NodePool {
  return resource;
}

/** Labels of the nodes, unchecked below the map. */
export function templateLabels(pool: NodePool): Reading<FieldRecord> {
  return recordOf(fieldOf(pool, labelsPath));
}

/** One annotation of the NodePool itself. */
export function annotation(pool: NodePool, key: string): Reading<string> {
  return textOf(readField(pool.props, "metadata", "annotations", key));
}

/** Taints of the nodes: `spec.template.spec.taints` unless another field is named. */
export function taints(pool: NodePool, path: readonly string[] = taintsPath): CheckedList<Taint> {
  return checkedList(fieldOf(pool, path), readTaint);
}

/** Whether the pool keeps a fixed number of nodes, which Karpenter neither consolidates nor scales by demand. */
export function isStatic(pool: NodePool): boolean {
  return fieldOf(pool, replicasPath).kind !== "absent";
}

const effects: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

function readTaint(element: unknown, path: FaultPath): Taint | Misshapen {
  const fields = recordOf({ kind: "present", path, value: element });
  if (fields.kind !== "present") return misshapen(path, element, "an object with key and effect");
  const key = textOf(within(fields.value, path, "key"));
  if (key.kind !== "present") return misshapenField(key, "a label key");
  const value = textOf(within(fields.value, path, "value"));
  if (value.kind === "misshapen") return value;
  const effect = textOf(within(fields.value, path, "effect"));
  if (effect.kind !== "present")
    return misshapenField(effect, "NoSchedule, PreferNoSchedule or NoExecute");
  if (!effects.includes(effect.value)) {
    return misshapenText(effect.path, effect.value, "NoSchedule, PreferNoSchedule or NoExecute");
  }
  return {
    key: key.value,
    ...(value.kind === "present" ? { value: value.value } : {}),
    effect: effect.value as Taint["effect"],
  };
}

/** A required field that is absent or has another shape. */
function misshapenField(reading: Reading<unknown>, expected: string): Misshapen {
  return reading.kind === "misshapen"
    ? { ...reading, expected }
    : misshapen(reading.path, undefined, expected);
}

/** A text that is none of the allowed ones. */
function misshapenText(path: FaultPath, text: string, expected: string): Misshapen {
  return { kind: "misshapen", path, got: quotedValue(text), expected };
}
