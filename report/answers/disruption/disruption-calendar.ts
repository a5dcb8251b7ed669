/**
 * How many nodes of a pool Karpenter may take, minute by minute of a week on the clocks of a time zone, for
 * each reason. Budgets are in UTC; on local clocks their windows move with daylight saving.
 */

import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import { activeWindows, openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import {
  disruptionReasons,
  type Budget,
  type DisruptionReason,
} from "../../../scheduling/budgets/budget";
import { localText } from "../../../scheduling/budgets/local-time";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { CalendarWeek } from "./calendar-week";
import { neverDisruptedBecause } from "./never-disrupted";

export interface DisruptionCalendar {
  /** The pool's name. */
  readonly pool: string;
  readonly week: CalendarWeek;
  /** The pool's initialised nodes, of which a percentage is taken. */
  readonly nodeCount: number;
  /** True: Karpenter cannot read some budget and takes no node of the pool by its own choice, ever. */
  readonly budgetsBroken: boolean;
  /** Empty, Drifted, Underutilized. */
  readonly reasons: readonly ReasonCalendar[];
}

export interface ReasonCalendar {
  readonly reason: DisruptionReason;
  /** Why Karpenter never takes a node of the pool for this reason, whatever budgets allow. */
  readonly never?: string;
  /** The whole week, in order, without gaps: what budgets allow. */
  readonly intervals: readonly CalendarInterval[];
  /** Minutes of the week in which Karpenter may take a node; 0 for a reason that never comes. */
  readonly openMinutes: number;
}

export interface CalendarInterval {
  /** UTC, ISO 8601. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  /** On the zone's clocks, with the offset of that moment: `2026-03-08T03:00-04:00`. */
  readonly localFrom: string;
  /** With the offset of the end. */
  readonly localTo: string;
  /** Nodes that may be gone at once; null where no budget applies and all may. */
  readonly allowed: number | null;
  /** The `nodes` that gives the number, as it is written: `10%`. Absent without a budget that applies. */
  readonly written?: string;
}

/** @param nodeCount the pool's initialised nodes; 1 if left out, of which any percentage but 0% is 1 */
export function disruptionCalendar(
  pool: NodePool,
  week: CalendarWeek,
  nodeCount = 1,
): DisruptionCalendar {
  const budgetsBroken = isBrokenAtRunTime(pool.budgets);
  const active = budgetsBroken ? [] : pool.budgets.map((budget) => activityOf(budget, week));
  const texts = new Map<number, string>();
  const local = (at: number): string => {
    const text = texts.get(at) ?? localText(new Date(at), week.timeZone);
    texts.set(at, text);
    return text;
  };
  const reasons = disruptionReasons.map((reason): ReasonCalendar => {
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
      never === undefined ? open.reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0) : 0;
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

/** The week cut where the number or the budget that gives it changes. */
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

/** The first of the budgets that allow least at the moment. */
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

/** Only of texts that are known to be readable; which is least is all that counts here. */
function nodesOf(written: string, nodeCount: number): number {
  const number = parseInt(written, 10);
  return written.endsWith("%") ? Math.ceil((number * nodeCount) / 100) : number;
}

/** Joins what says the same. */
function append(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  const isSame = last?.allowed === next.allowed && last.written === next.written;
  if (last === undefined || !isSame) stretches.push(next);
  else stretches[stretches.length - 1] = { ...last, to: next.to };
}
