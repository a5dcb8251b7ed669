/**
 * How many nodes of a pool Karpenter may disrupt for each reason, for every minute of a week on the clocks of a time
 * zone. Budgets are in UTC, so their windows move on local clocks when daylight saving changes.
 */

import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import { activeWindows, openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import type { Budget, DisruptionReason } from "../../../scheduling/budgets/budget";
import { possibleReasons, unknownKarpenter } from "../../../scheduling/budgets/node-repair";
import { localText } from "../../../scheduling/budgets/local-time";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { CalendarWeek } from "./calendar-week";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { millisecondsPerMinute } from "../../../scheduling/values/time-units";

export interface DisruptionCalendar {
  /** The pool's name. */
  readonly pool: string;
  readonly week: CalendarWeek;
  /** The number of initialised nodes in the pool. Percentages refer to it. */
  readonly nodeCount: number;
  /** True if Karpenter cannot read one of the budgets. Then it never disrupts a node of the pool by its own choice. */
  readonly budgetsBroken: boolean;
  /** Empty, Drifted and Underutilized, and Unhealthy where node repair is on and voluntary. */
  readonly reasons: readonly ReasonCalendar[];
}

export interface ReasonCalendar {
  readonly reason: DisruptionReason;
  /** Why Karpenter never takes a node of the pool for this reason, whatever budgets allow. */
  readonly never?: string;
  /** What budgets allow, in order and without gaps, for the whole week. */
  readonly intervals: readonly CalendarInterval[];
  /** Minutes of the week in which Karpenter may disrupt a node; 0 if it never does for this reason. */
  readonly openMinutes: number;
}

export interface CalendarInterval {
  /** UTC, ISO 8601. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  /** On the clocks of the zone, with the offset of that moment: `2026-03-08T03:00-04:00`. */
  readonly localFrom: string;
  /** With the offset of the end. */
  readonly localTo: string;
  /** How many nodes may be disrupted at once; null if no budget applies, so that all may. */
  readonly allowed: number | null;
  /** The `nodes` of the budget that sets the number, as it is written: `10%`. Absent if no budget applies. */
  readonly written?: string;
}

export interface CalendarOptions {
  /** The number of initialised nodes in the pool. With the default, 1, every percentage but 0% means 1. */
  readonly nodeCount?: number;
  /** Those for which Karpenter may disrupt nodes; by default those of a cluster whose settings are not known. */
  readonly reasons?: readonly DisruptionReason[];
}

export function disruptionCalendar(
  pool: NodePool,
  week: CalendarWeek,
  { nodeCount = 1, reasons: asked = possibleReasons(unknownKarpenter) }: CalendarOptions = {},
): DisruptionCalendar {
  const budgetsBroken = isBrokenAtRunTime(pool.budgets);
  const active = budgetsBroken ? [] : pool.budgets.map((budget) => activityOf(budget, week));
  const texts = new Map<number, string>();
  const local = (at: number): string => {
    const text = texts.get(at) ?? localText(new Date(at), week.timeZone);
    texts.set(at, text);
    return text;
  };
  const reasons = asked.map((reason): ReasonCalendar => {
    const never = neverDisruptedBecause(pool, reason);
    const stretches = stretchesOf(pool, reason, week, nodeCount, active);
    const intervals = stretches.map(({ from, to, allowed, written }) => ({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      localFrom: local(from),
      localTo: local(to),
      allowed,
      ...(written === undefined ? {} : { written }),
    }));
    const open = stretches.filter(({ allowed }) => allowed !== 0);
    const openMinutes =
      never === undefined
        ? open.reduce((sum, { from, to }) => sum + (to - from) / millisecondsPerMinute, 0)
        : 0;
    return { reason, ...(never === undefined ? {} : { never }), intervals, openMinutes };
  });
  return { pool: pool.name, week, nodeCount, budgetsBroken, reasons };
}

/** The part of the calendar for one reason. */
export function calendarOf(
  { reasons }: DisruptionCalendar,
  wanted: DisruptionReason,
): ReasonCalendar {
  const none = { reason: wanted, intervals: [], openMinutes: 0 };
  return reasons.find(({ reason }) => reason === wanted) ?? none;
}

/** Milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface Stretch extends Span {
  readonly allowed: number | null;
  readonly written: string | undefined;
}

interface Activity {
  readonly budget: Budget;
  readonly spans: readonly Span[];
}

function activityOf(budget: Budget, { from, to }: CalendarWeek): Activity {
  const windows = activeWindows(budget, new Date(from), new Date(to));
  return {
    budget,
    spans: windows.map((window) => ({ from: window.from.getTime(), to: window.to.getTime() })),
  };
}

/** Cuts the week wherever the number changes, or the budget that sets it. */
function stretchesOf(
  pool: NodePool,
  reason: DisruptionReason,
  week: CalendarWeek,
  nodeCount: number,
  active: readonly Activity[],
): readonly Stretch[] {
  const applying = active.filter(({ budget }) => budget.reasons?.includes(reason) ?? true);
  const [start, end] = [Date.parse(week.from), Date.parse(week.to)];
  const open = openIntervals(pool.budgets, reason, {
    from: new Date(start),
    minutes: week.minutes,
    nodeCount,
  });
  const edges = new Set([start, end]);
  for (const { from, to } of open) edges.add(from.getTime()).add(to.getTime());
  for (const { from, to } of applying.flatMap(({ spans }) => spans)) edges.add(from).add(to);
  const cuts = [...edges].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const interval = open.find((one) => one.from.getTime() <= from && from < one.to.getTime());
    const allowed = interval?.allowed ?? 0;
    const written = writtenOf(applying, from, nodeCount);
    append(stretches, {
      from,
      to: cuts[index + 1] ?? end,
      allowed: allowed === Infinity ? null : allowed,
      written,
    });
  }
  return stretches;
}

/** The `nodes` of the first budget that allows least at the moment. */
function writtenOf(
  applying: readonly Activity[],
  at: number,
  nodeCount: number,
): string | undefined {
  let least: { readonly nodes: number; readonly written: string } | undefined;
  for (const { budget, spans } of applying) {
    if (!spans.some(({ from, to }) => from <= at && at < to)) continue;
    // The CRD fills in 10%.
    const written = budget.nodes ?? "10%";
    const nodes = nodesOf(written, nodeCount);
    if (least === undefined || nodes < least.nodes) least = { nodes, written };
  }
  return least?.written;
}

/** Only for texts that are known to be readable. It is used to find the smallest one. */
function nodesOf(written: string, nodeCount: number): number {
  const number = parseInt(written, 10);
  return written.endsWith("%") ? Math.ceil((number * nodeCount) / 100) : number;
}

/** Joins neighbours that say the same. */
function append(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  const isSame = last?.allowed === next.allowed && last.written === next.written;
  if (last === undefined || !isSame) stretches.push(next);
  else stretches[stretches.length - 1] = { ...last, to: next.to };
}
