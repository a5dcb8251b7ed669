/**
 * Disruption budgets: how many nodes of a pool Karpenter may take away at a moment, and why.
 *
 * Follows `MustGetAllowedDisruptions` and `IsActive` in pkg/apis/v1/nodepool.go of
 * kubernetes-sigs/karpenter v1.14.1. A budget is active in [hit, hit + duration) of its schedule,
 * in UTC; the least of all active budgets counts; without an active one there is no limit.
 */

import { defaultBudgets, type Budget, type DisruptionReason } from "./budget";
import { isBrokenAtRunTime } from "./budget-faults";
import { hitsFrom, lastHit, nextHit, parseSchedule, type Schedule } from "./cron";
import { parseDuration } from "../values/duration";
import { parseGoInteger } from "../values/go-integer";
import { millisecondsPerMinute } from "../values/time-units";

export interface Interval {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface OpenInterval extends Interval {
  /** Nodes that may be gone at once; Infinity where no budget applies. */
  readonly allowed: number;
}

/**
 * How many nodes of the pool may be under disruption for the reason at the moment; Infinity for no
 * limit. 0 when any budget is broken, also one for another reason: Karpenter fails closed.
 *
 * @param budgets undefined for a pool that says nothing: 10% then; an empty list limits nothing
 * @param nodeCount the pool's initialised nodes
 */
export function allowedDisruptions(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  nodeCount: number,
  at: Date,
): number {
  const readable = readBudgets(budgets);
  if (readable === undefined) return 0;
  return least(
    readable.filter((budget) => isActive(budget, at)),
    reason,
    nodeCount,
  );
}

/** When the budget is active between the two moments; whole minutes, maximal, in order. */
export function activeWindows(budget: Budget, from: Date, to: Date): Interval[] {
  const [readable] = readBudgets([budget]) ?? [];
  if (readable === undefined) return [];
  const start = minuteOf(from);
  const isOn = activeMinutes(readable, start, Math.max(0, minuteOf(to) - start));
  return runs(isOn, (on) => on === 1, start).map(({ from: begin, to: end }) => ({
    from: begin,
    to: end,
  }));
}

/**
 * The maximal stretches of time in which Karpenter may disrupt nodes for the reason, ordered. One
 * stretch has one `allowed`; where the number changes, the next stretch touches it.
 *
 * @param span.from rounded down to the minute
 * @param span.minutes how far to look ahead
 * @param span.nodeCount for percentages; 1 if left out, of which any percentage but 0% is 1
 */
export function openIntervals(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  span: { readonly from: Date; readonly minutes: number; readonly nodeCount?: number },
): readonly OpenInterval[] {
  const readable = readBudgets(budgets);
  if (readable === undefined) return [];
  const start = minuteOf(span.from);
  const allowed = new Float64Array(Math.max(0, span.minutes)).fill(Infinity);
  for (const budget of readable) {
    const nodes = nodesOf(budget.nodes, span.nodeCount ?? 1);
    // A count that cannot be read stops every reason while its budget is active.
    if (nodes !== undefined && !appliesTo(budget, reason)) continue;
    const isOn = activeMinutes(budget, start, allowed.length);
    for (let minute = 0; minute < allowed.length; minute += 1) {
      if (isOn[minute] === 1) {
        allowed[minute] = Math.max(0, Math.min(allowed[minute] ?? 0, nodes ?? 0));
      }
    }
  }
  return runs(allowed, (count) => count > 0, start).map(({ value, ...interval }) => ({
    ...interval,
    allowed: value,
  }));
}

/** A budget whose texts Karpenter can read. */
interface ReadableBudget {
  readonly nodes: string;
  readonly reasons: readonly string[] | undefined;
  /** Undefined: always active. */
  readonly timing: { readonly schedule: Schedule; readonly durationMinutes: number } | undefined;
}

const minutesPerYear = 366 * 24 * 60;

/** Undefined when one of them is broken. */
function readBudgets(budgets: readonly Budget[] | undefined): ReadableBudget[] | undefined {
  const list = budgets ?? defaultBudgets;
  if (isBrokenAtRunTime(list)) return undefined;
  return list.map(({ nodes, reasons, schedule, duration }) => ({
    nodes: nodes ?? "10%",
    reasons: reasons ?? undefined,
    timing: schedule == null ? undefined : timingOf(schedule, duration ?? ""),
  }));
}

function timingOf(schedule: string, duration: string): ReadableBudget["timing"] {
  const parsed = parseSchedule(schedule);
  if ("fault" in parsed) return undefined;
  return { schedule: parsed.schedule, durationMinutes: (parseDuration(duration) ?? 0) / 60 };
}

function appliesTo(budget: ReadableBudget, reason: DisruptionReason): boolean {
  return budget.reasons === undefined || budget.reasons.includes(reason);
}

function least(
  active: readonly ReadableBudget[],
  reason: DisruptionReason,
  nodeCount: number,
): number {
  let allowed = Infinity;
  for (const budget of active) {
    const nodes = nodesOf(budget.nodes, nodeCount);
    if (nodes === undefined) return 0;
    if (appliesTo(budget, reason)) allowed = Math.min(allowed, nodes);
  }
  return Math.max(0, allowed);
}

/**
 * The count that the text stands for; percentages round up. Undefined when Karpenter cannot read
 * it. A count beyond 32 bits wraps around, as in Kubernetes' IntOrString.
 */
function nodesOf(text: string, nodeCount: number): number | undefined {
  const count = parseGoInteger(text);
  if (count !== undefined) return Number(BigInt.asIntN(32, count));
  const percent = text.endsWith("%") ? parseGoInteger(text.slice(0, -1)) : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * nodeCount) / 100);
}

function isActive({ timing }: ReadableBudget, at: Date): boolean {
  if (timing === undefined) return true;
  const checkpoint = at.getTime() - timing.durationMinutes * millisecondsPerMinute;
  const hit = nextHit(timing.schedule, clampedDate(checkpoint));
  // Karpenter takes "no hit ever" for a hit in the year 1, which is past.
  return hit === undefined || hit.getTime() <= at.getTime();
}

/** Per minute from `start` on: 1 where the budget is active. */
function activeMinutes({ timing }: ReadableBudget, start: number, count: number): Uint8Array {
  const isOn = new Uint8Array(count);
  if (timing === undefined) return isOn.fill(1);
  const { schedule, durationMinutes } = timing;
  const mark = (from: number, to: number): void => {
    isOn.fill(1, Math.max(0, from - start), Math.max(0, to - start));
  };
  // No gap between hits is longer than this, or the schedule has none that counts.
  const lookBack = Math.min(durationMinutes, 9 * minutesPerYear);
  const before = lastHit(schedule, start - lookBack, start);
  if (before !== undefined) mark(before, before + durationMinutes);
  let marked = start;
  for (const hit of hitsFrom(schedule, start, start + count)) {
    mark(Math.max(marked, hit), hit + durationMinutes);
    marked = Math.max(marked, hit + durationMinutes);
  }
  markDryYears(timing, start, count, mark);
  return isOn;
}

/**
 * Marks where Karpenter, looking five years ahead from `minute - duration`, finds no hit and takes
 * the budget for active: always for 30 February, and around 2100 for 29 February.
 */
function markDryYears(
  { schedule, durationMinutes }: NonNullable<ReadableBudget["timing"]>,
  start: number,
  count: number,
  mark: (from: number, to: number) => void,
): void {
  const end = start + count;
  for (let from = start; from < end;) {
    const year = yearOf(from - durationMinutes);
    const to = Math.min(end, firstMinuteOf(year + 1) + durationMinutes);
    const horizon = firstMinuteOf(year + 6);
    const last = lastHit(schedule, horizon - 15 * minutesPerYear, horizon);
    mark(Math.max(from, (last ?? -Infinity) + durationMinutes), to);
    from = Math.max(to, from + 1);
  }
}

function runs<T extends Uint8Array | Float64Array>(
  values: T,
  isWanted: (value: number) => boolean,
  start: number,
): (Interval & { readonly value: number })[] {
  const found: (Interval & { readonly value: number })[] = [];
  for (let from = 0; from < values.length;) {
    const value = values[from] ?? 0;
    let to = from + 1;
    while (to < values.length && values[to] === value) to += 1;
    if (isWanted(value)) found.push({ from: dateOf(start + from), to: dateOf(start + to), value });
    from = to;
  }
  return found;
}

function minuteOf(date: Date): number {
  return Math.floor(date.getTime() / millisecondsPerMinute);
}

function dateOf(minute: number): Date {
  return new Date(minute * millisecondsPerMinute);
}

/** JavaScript's dates end 271,821 years before the common era: far beyond any duration. */
function clampedDate(milliseconds: number): Date {
  return new Date(Math.max(milliseconds, -8.64e15));
}

function yearOf(minute: number): number {
  return clampedDate(minute * millisecondsPerMinute).getUTCFullYear();
}

function firstMinuteOf(year: number): number {
  return Date.UTC(year, 0, 1) / millisecondsPerMinute;
}
