/**
 * Disruption budgets: how many nodes of a pool Karpenter may disrupt at a moment, and for which reason.
 *
 * Follows `MustGetAllowedDisruptions` and `IsActive` in pkg/apis/v1/nodepool.go of
 * kubernetes-sigs/karpenter v1.15.0. A budget is active in [hit, hit + duration) of its schedule, in UTC.
 * The smallest of all active budgets counts. Where no budget is active, there is no limit.
 */

import { defaultBudgets, type Budget, type DisruptionReason } from "./budget";
import { isBrokenAtRunTime } from "./budget-faults";
import { hitsFrom, lastHit, nextHit, parseSchedule, type Schedule } from "./cron";
import { parseDuration } from "../values/duration";
import { parseGoInteger } from "../values/go-integer";
import { millisecondsPerMinute, minutesPerDay } from "../values/time-units";

export interface Interval {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface OpenInterval extends Interval {
  /** Nodes that may be disrupted at the same time; Infinity where no budget applies. */
  readonly allowed: number;
}

/**
 * How many nodes of the pool may be under disruption for the reason at the moment. Infinity means no
 * limit. The answer is 0 where any budget is broken, even one for another reason: Karpenter fails closed.
 *
 * @param budgets undefined for a pool without budgets, which means 10%; an empty list limits nothing
 * @param nodeCount the number of initialised nodes of the pool
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

/**
 * The intervals between the two moments in which the budget is active, in whole minutes and in order.
 * They do not touch.
 */
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
 * The intervals in which Karpenter may disrupt nodes for the reason, in order. Each interval is as long
 * as possible and has one number of allowed nodes; where the number changes, a new interval begins.
 *
 * @param span.from is rounded down to the minute
 * @param span.minutes how far to look ahead
 * @param span.nodeCount the number of nodes for percentages, 1 by default; any percentage of 1 but 0% is 1
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
    // While a budget with an unreadable count is active, it stops disruption for every reason.
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

/** A budget after its schedule and duration have been parsed. */
interface ReadableBudget {
  readonly nodes: string;
  readonly reasons: readonly string[] | undefined;
  /** Undefined: always active. */
  readonly timing: { readonly schedule: Schedule; readonly durationMinutes: number } | undefined;
}

const minutesPerYear = 366 * minutesPerDay;

/** Undefined where one of the budgets is broken. */
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
 * The number of nodes that the text means. Percentages are rounded up. Undefined where Karpenter cannot
 * read the text. A count of more than 32 bits wraps around, as in IntOrString of Kubernetes.
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
  // For a schedule without a hit Karpenter gets a time in the year 1, which is in the past.
  return hit === undefined || hit.getTime() <= at.getTime();
}

/** For each minute from `start` on: 1 where the budget is active, else 0. */
function activeMinutes({ timing }: ReadableBudget, start: number, count: number): Uint8Array {
  const isOn = new Uint8Array(count);
  if (timing === undefined) return isOn.fill(1);
  const { schedule, durationMinutes } = timing;
  const mark = (from: number, to: number): void => {
    isOn.fill(1, Math.max(0, from - start), Math.max(0, to - start));
  };
  // Between two hits there are never more than eight years (29 February, around 2100).
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
 * Marks the minutes at which Karpenter finds no hit in the five years after `minute - duration` and
 * therefore treats the budget as active: always for 30 February, and around 2100 for 29 February.
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

/** The earliest date in JavaScript is in the year -271821; no duration reaches back as far. */
function clampedDate(milliseconds: number): Date {
  return new Date(Math.max(milliseconds, -8.64e15));
}

function yearOf(minute: number): number {
  return clampedDate(minute * millisecondsPerMinute).getUTCFullYear();
}

function firstMinuteOf(year: number): number {
  return Date.UTC(year, 0, 1) / millisecondsPerMinute;
}
