/**
 * Karpenter's requirements: which label values a NodePool, a pod or an instance type admits, and
 * whether two of them admit a common value.
 *
 * Follows pkg/scheduling/requirement.go and requirements.go of kubernetes-sigs/karpenter v1.15.0,
 * including their odd cases: https://github.com/kubernetes-sigs/karpenter/tree/v1.15.0/pkg/scheduling
 */

import { goIntegerOrFallback, maxGoInteger, parseGoInteger } from "../values/go-integer";
import { normalizedLabelKey, wellKnownLabelKeys } from "./labels";
import type { Operator } from "./operators";

/** A requirement as it is written in a NodePool or in a pod's node affinity. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values?: readonly string[];
  /** How many different values the launchable types must offer. The functions here do not enforce it. */
  readonly minValues?: number;
}

/** Karpenter's normal form: the values of a set, or all values except those of a set, within bounds. */
export interface Requirement {
  /** Normalized: never a beta key. */
  readonly key: string;
  /** True: all values except `values`. False: only `values`. */
  readonly complement: boolean;
  readonly values: ReadonlySet<string>;
  /** Inclusive bounds. Where a bound is set, a value that is no integer is not admitted. */
  readonly gte?: bigint;
  readonly lte?: bigint;
  readonly minValues?: number;
}

/** At most one requirement per key. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** The operator of a requirement without its bounds: `Gt`, `Lt`, `Gte` and `Lte` become `Exists`. */
export type NormalOperator = "In" | "NotIn" | "Exists" | "DoesNotExist";

/**
 * The normal form of a requirement. Never throws: a bound that is no integer counts as 0, as in
 * Karpenter, which validates requirements earlier (here: requirementFaults).
 */
export function requirement(written: NodeSelectorRequirement): Requirement {
  const key = normalizedLabelKey(written.key);
  const { minValues } = written;
  const values = written.values ?? [];
  const everything = { key, complement: true, values: noValues, ...definedOnly({ minValues }) };
  switch (written.operator) {
    case "In":
      return { ...everything, complement: false, values: new Set(values) };
    case "NotIn":
      return { ...everything, values: new Set(values) };
    case "DoesNotExist":
      return { ...everything, complement: false };
    case "Gt": {
      const bound = goIntegerOrFallback(values[0] ?? "");
      // No integer is larger than the largest one. Karpenter drops minValues in this case.
      if (bound === maxGoInteger) return { key, complement: false, values: noValues };
      return { ...everything, gte: bound + 1n };
    }
    case "Lt":
      return { ...everything, lte: BigInt.asIntN(64, goIntegerOrFallback(values[0] ?? "") - 1n) };
    case "Gte":
      return { ...everything, gte: goIntegerOrFallback(values[0] ?? "") };
    case "Lte":
      return { ...everything, lte: goIntegerOrFallback(values[0] ?? "") };
    default:
      // Exists. Karpenter also treats an unknown operator as Exists.
      return everything;
  }
}

/** The requirement that admits what both admit. The keys must be equal. */
export function intersection(a: Requirement, b: Requirement): Requirement {
  return intersectionOfAll(a.key, [a, b]);
}

/**
 * Whether a value satisfies both. For two complements Karpenter compares the bounds only: the answer is
 * true even where the excluded values leave nothing between the bounds.
 */
export function hasIntersection(a: Requirement, b: Requirement): boolean {
  const gte = greatest(a.gte, b.gte);
  const lte = least(a.lte, b.lte);
  if (boundsCross(gte, lte)) return false;
  if (a.complement && b.complement) return true;
  const [concrete, other] = a.complement ? [b, a] : [a, b];
  for (const value of concrete.values) {
    if (other.complement !== other.values.has(value) && isWithinBounds(value, gte, lte))
      return true;
  }
  return false;
}

/** Whether the requirement admits a label with this value. */
export function admits(r: Requirement, value: string): boolean {
  return r.complement !== r.values.has(value) && isWithinBounds(value, r.gte, r.lte);
}

export function normalOperator(r: Requirement): NormalOperator {
  if (r.complement) return r.values.size > 0 ? "NotIn" : "Exists";
  return r.values.size > 0 ? "In" : "DoesNotExist";
}

/**
 * Whether two requirements on one key exclude each other. Two requirements that both accept an absent
 * label (NotIn, DoesNotExist) never do.
 */
export function conflict(existing: Requirement, incoming: Requirement): boolean {
  if (hasIntersection(existing, incoming)) return false;
  return !(acceptsAbsence(existing) && acceptsAbsence(incoming));
}

/**
 * The requirements of a NodePool template or of a pod, one for each key. Requirements on the same key are
 * intersected. Labels (or a nodeSelector) count as `In` with one value. Malformed entries are left out.
 */
export function requirementsOf(
  written: readonly NodeSelectorRequirement[],
  labels: Readonly<Record<string, string>> = {},
): Requirements {
  const fromLabels = Object.entries(labels ?? {}).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  const entries: readonly unknown[] = Array.isArray(written) ? written : [];
  const byKey = new Map<string, Requirement[]>();
  for (const entry of [...entries, ...fromLabels]) {
    if (!isReadable(entry)) continue;
    const added = requirement(entry);
    const onKey = byKey.get(added.key);
    if (onKey === undefined) byKey.set(added.key, [added]);
    else onKey.push(added);
  }
  return new Map([...byKey].map(([key, onKey]) => [key, intersectionOfAll(key, onKey)]));
}

/**
 * Why a node cannot take a pod; undefined where it can.
 *
 * @param options.allowUndefinedWellKnown true for a node that is not launched yet, because the instance
 *   type will define the well-known labels; false for a node that exists
 */
export function compatible(
  nodeSide: Requirements,
  podSide: Requirements,
  options: { readonly allowUndefinedWellKnown: boolean },
): string | undefined {
  for (const [key, incoming] of podSide) {
    if (options.allowUndefinedWellKnown && wellKnownLabelKeys.has(key)) continue;
    if (nodeSide.has(key) || acceptsAbsence(incoming)) continue;
    return `label "${key}" does not have known values`;
  }
  const reasons: string[] = [];
  for (const [key, incoming] of podSide) {
    const existing = nodeSide.get(key);
    if (existing === undefined || !conflict(existing, incoming)) continue;
    reasons.push(
      `key ${key}, ${formatRequirement(incoming)} not in ${formatRequirement(existing)}`,
    );
  }
  return reasons.length === 0 ? undefined : reasons.join("; ");
}

/** Karpenter's own wording, e.g. `instance-gpu-count Exists >=1`; at most five values are named. */
export function formatRequirement(r: Requirement): string {
  const operator = normalOperator(r);
  const parts: string[] = [r.key, operator];
  if (operator === "In" || operator === "NotIn") {
    const sorted = [...r.values].sort();
    const more = sorted.length > 5 ? [`and ${sorted.length - 5} others`] : [];
    parts.push(`[${[...sorted.slice(0, 5), ...more].join(" ")}]`);
  }
  if (r.gte !== undefined) parts.push(`>=${r.gte}`);
  if (r.lte !== undefined) parts.push(`<=${r.lte}`);
  if (r.minValues !== undefined) parts.push(`minValues ${r.minValues}`);
  return parts.join(" ");
}

const noValues: ReadonlySet<string> = new Set();

/**
 * Intersects all in one step: one by one, thousands of requirements on one key would copy their sets
 * each time.
 */
function intersectionOfAll(key: string, all: readonly Requirement[]): Requirement {
  const gte = all.map((r) => r.gte).reduce(greatest, undefined);
  const lte = all.map((r) => r.lte).reduce(least, undefined);
  const minValues = all.map((r) => r.minValues).reduce(greatest, undefined);
  const common = { key, ...definedOnly({ minValues }) };
  if (boundsCross(gte, lte)) return { ...common, complement: false, values: noValues };
  const concrete = all.find((r) => !r.complement);
  const values = new Set<string>();
  for (const value of concrete === undefined
    ? all.flatMap((r) => [...r.values])
    : concrete.values) {
    const isCommon =
      concrete === undefined || all.every((r) => r.complement !== r.values.has(value));
    if (isCommon && isWithinBounds(value, gte, lte)) values.add(value);
  }
  if (concrete === undefined)
    return { ...common, complement: true, values, ...definedOnly({ gte, lte }) };
  // The values are already within the bounds.
  return { ...common, complement: false, values };
}

function acceptsAbsence(r: Requirement): boolean {
  const operator = normalOperator(r);
  return operator === "NotIn" || operator === "DoesNotExist";
}

function isWithinBounds(value: string, gte: bigint | undefined, lte: bigint | undefined): boolean {
  if (gte === undefined && lte === undefined) return true;
  const number = parseGoInteger(value);
  if (number === undefined) return false;
  return (gte === undefined || number >= gte) && (lte === undefined || number <= lte);
}

function boundsCross(gte: bigint | undefined, lte: bigint | undefined): boolean {
  return gte !== undefined && lte !== undefined && gte > lte;
}

function greatest<T extends bigint | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

function least<T extends bigint | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** Leaves undefined properties out, so that equal requirements are deeply equal. */
function definedOnly<T extends object>(properties: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}

function isReadable(entry: unknown): entry is NodeSelectorRequirement {
  if (typeof entry !== "object" || entry === null) return false;
  const { key, values } = entry as { key?: unknown; values?: unknown };
  return typeof key === "string" && (values === undefined || Array.isArray(values));
}
