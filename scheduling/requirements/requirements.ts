/**
 * Karpenter's requirement algebra: which label values a NodePool, a pod or an instance type admits,
 * and whether two of them can meet.
 *
 * Follows pkg/scheduling/requirement.go and requirements.go of kubernetes-sigs/karpenter v1.14.1,
 * odd cases included: https://github.com/kubernetes-sigs/karpenter/tree/v1.14.1/pkg/scheduling
 */

import { goIntegerOrFallback, maxGoInteger, parseGoInteger } from "../values/go-integer";
import { normalizedLabelKey, wellKnownLabelKeys } from "./labels";

export type Operator = "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt" | "Gte" | "Lte";

/** A requirement as it is written in a NodePool or in a pod's node affinity. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values?: readonly string[];
  /** How many different values the launchable types must offer; not enforced by the algebra. */
  readonly minValues?: number;
}

/** Karpenter's normal form: a set of values, or everything but a set, between bounds. */
export interface Requirement {
  /** Beta keys are already today's keys. */
  readonly key: string;
  /** True: every value except `values`; false: only `values`. */
  readonly complement: boolean;
  readonly values: ReadonlySet<string>;
  /** Inclusive bounds. With either one set, a value that is no integer is not admitted. */
  readonly gte?: bigint;
  readonly lte?: bigint;
  readonly minValues?: number;
}

/** At most one requirement per key. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** How a requirement reads once bounds are left aside: `Gt`, `Lt`, `Gte` and `Lte` are `Exists`. */
export type NormalOperator = "In" | "NotIn" | "Exists" | "DoesNotExist";

/**
 * The normal form of one written requirement. Never fails: a bound that is no integer counts as 0,
 * as in Karpenter, which relies on an earlier check (here: requirementFaults).
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
      // Nothing exceeds the largest integer; Karpenter forgets minValues here.
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
      // Exists, and whatever is no operator at all, which Karpenter takes for Exists.
      return everything;
  }
}

/** What both admit. The keys must be equal. */
export function intersection(a: Requirement, b: Requirement): Requirement {
  return intersectionOfAll(a.key, [a, b]);
}

/**
 * Whether any value satisfies both. Two open requirements always do as long as their bounds do not
 * cross, even if the exclusions between the bounds leave nothing.
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
 * Whether two requirements on one key rule each other out. Two that are both content with an
 * absent label (NotIn, DoesNotExist) never do.
 */
export function conflict(existing: Requirement, incoming: Requirement): boolean {
  if (hasIntersection(existing, incoming)) return false;
  return !(acceptsAbsence(existing) && acceptsAbsence(incoming));
}

/**
 * The requirements of a NodePool template or of a pod: several on one key intersect, and labels
 * (or a nodeSelector) count as `In` with one value. Entries that are no requirement are left out.
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
 * Why a node of this template cannot take a pod, or undefined when it can.
 *
 * @param options.allowUndefinedWellKnown true for a node yet to be launched: the instance type will
 *   define the well-known labels; false for a node that exists.
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

/** All at once, so that thousands on one key do not copy their sets thousands of times. */
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
  // A finished list of values needs no bounds any more.
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
