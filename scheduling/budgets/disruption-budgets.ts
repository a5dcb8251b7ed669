/**
 * Disruption budgets: how many nodes of a pool Karpenter may disrupt at a moment, and for which reason.
 *
 * Follows `MustGetAllowedDisruptions` and `IsActive` in pkg/apis/v1/nodepool.go of
 * kubernetes-sigs/karpenter v1.15.0. A budget is active in [hit, hit + duration) of its schedule, in UTC.
 * The smallest of all active budgets counts. Where no budget is active, there is no limit.
 */

import { defaultBudgets, type Budget, type DisruptionReason } from "./budget";
import { isBrokenAtRunTime } from "./budget-faults";
import { hitDays, lastHit, nextHit, parseSchedule, type Schedule } from "./cron";
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
  const spans = activeSpans(readable, start, Math.max(start, minuteOf(to)));
  return spans.map((span) => ({ from: dateOf(span.from), to: dateOf(span.to) }));
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
  const end = start + Math.max(0, span.minutes);
  const limits = readable.flatMap((budget): Limit[] => {
    const nodes = nodesOf(budget.nodes, span.nodeCount ?? 1);
    // While a budget with an unreadable count is active, it stops disruption for every reason.
    if (nodes !== undefined && !appliesTo(budget, reason)) return [];
    return [{ nodes: Math.max(0, nodes ?? 0), spans: activeSpans(budget, start, end), next: 0 }];
  });
  return openAmong(limits, start, end);
}

/** What a budget allows, and when. */
interface Limit {
  readonly nodes: number;
  readonly spans: readonly Span[];
  /** Index of the first span that has not ended. */
  next: number;
}

/** Goes from one moment at which a budget begins or ends to the next. */
function openAmong(limits: readonly Limit[], start: number, end: number): readonly OpenInterval[] {
  const open: { from: number; to: number; allowed: number }[] = [];
  for (let from = start; from < end;) {
    let allowed = Infinity;
    let to = end;
    for (const limit of limits) {
      while ((limit.spans[limit.next]?.to ?? Infinity) <= from) limit.next += 1;
      const span = limit.spans[limit.next];
      if (span === undefined) continue;
      if (span.from <= from) allowed = Math.min(allowed, limit.nodes);
      to = Math.min(to, span.from <= from ? span.to : span.from);
    }
    const last = open.at(-1);
    if (last?.to === from && last.allowed === allowed) last.to = to;
    else if (allowed > 0) open.push({ from, to, allowed });
    from = to;
  }
  return open.map(({ from, to, allowed }) => ({ from: dateOf(from), to: dateOf(to), allowed }));
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

/** Minutes from 1970-01-01 00:00 UTC; `to` is exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** When the budget is active in [start, end), in order. The spans do not touch. */
function activeSpans({ timing }: ReadableBudget, start: number, end: number): readonly Span[] {
  if (end <= start) return [];
  if (timing === undefined) return [{ from: start, to: end }];
  const { schedule, durationMinutes } = timing;
  const spans: Span[] = [];
  const mark = (from: number, to: number): void => {
    if (Math.min(end, to) > Math.max(start, from)) {
      spans.push({ from: Math.max(start, from), to: Math.min(end, to) });
    }
  };
  // Between two hits there are never more than eight years (29 February, around 2100).
  const lookBack = Math.min(durationMinutes, 9 * minutesPerYear);
  const before = lastHit(schedule, start - lookBack, start);
  if (before !== undefined) mark(before, before + durationMinutes);
  // A day may have 1,440 hits, and every day has the same ones.
  const inDay = joined(
    schedule.minutesOfDay.map((minute) => ({ from: minute, to: minute + durationMinutes })),
  );
  const days = hitDays(schedule, Math.floor(start / minutesPerDay), Math.ceil(end / minutesPerDay));
  for (const day of days) {
    const midnight = day * minutesPerDay;
    for (const { from, to } of inDay) mark(midnight + from, midnight + to);
  }
  markDryYears(timing, start, end, mark);
  return joined(spans.sort((a, b) => a.from - b.from));
}

/** Spans in order of their beginning, those that touch joined. */
function joined(ordered: readonly Span[]): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of ordered) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/**
 * Marks the minutes at which Karpenter finds no hit in the five years after `minute - duration` and
 * therefore treats the budget as active: always for 30 February, and around 2100 for 29 February.
 */
function markDryYears(
  { schedule, durationMinutes }: NonNullable<ReadableBudget["timing"]>,
  start: number,
  end: number,
  mark: (from: number, to: number) => void,
): void {
  for (let from = start; from < end;) {
    const year = yearOf(from - durationMinutes);
    const to = Math.min(end, firstMinuteOf(year + 1) + durationMinutes);
    const horizon = firstMinuteOf(year + 6);
    const last = lastHit(schedule, horizon - 15 * minutesPerYear, horizon);
    mark(Math.max(from, (last ?? -Infinity) + durationMinutes), to);
    from = Math.max(to, from + 1);
  }
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
