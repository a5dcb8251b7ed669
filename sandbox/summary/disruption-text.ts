import { DateTime } from "luxon";
import {
  millisecondsPerDay,
  millisecondsPerMinute,
  minutesPerDay,
} from "../../scheduling/values/time-units";
import { openIntervals, type OpenInterval } from "../../scheduling/budgets/disruption-budgets";
import {
  defaultBudgets,
  disruptionReasons,
  type Budget,
  type DisruptionReason,
} from "../../scheduling/budgets/budget";
import { formatMaintenanceWindow } from "../../scheduling/budgets/maintenance-window";
import type { NodePoolSummary } from "./node-pools";

/** How many nodes Karpenter may disrupt at once for one reason, and when. */
export interface ReasonText {
  readonly reason: DisruptionReason;
  /** `10%`, `1`, `never`, `no limit`, or `1, in the windows`. */
  readonly limit: string;
  /** Empty if always. Otherwise the whole windows of the next seven days, in local time and in UTC. */
  readonly windows: readonly string[];
}

/** A budget may stay active for longer than a week. This margin on both sides makes every window whole. */
const marginDays = 14;
const shownDays = 7;

/**
 * What the budgets of a pool allow in the seven days from `now`.
 *
 * @param timeZone IANA name of the zone that local time is shown in.
 */
export function disruptionTexts(
  budgets: readonly Budget[] | undefined,
  timeZone: string,
  now: Date,
): readonly ReasonText[] {
  return shownReasons(budgets ?? []).map((reason) =>
    reasonText(budgets ?? defaultBudgets, reason, timeZone, now),
  );
}

/** Node repair is off in most clusters, so its reason is shown for a pool that has a budget for it. */
function shownReasons(budgets: readonly Budget[]): readonly DisruptionReason[] {
  const isForRepair = budgets.some(({ reasons }) => reasons?.includes("Unhealthy"));
  return disruptionReasons.filter((reason) => reason !== "Unhealthy" || isForRepair);
}

/** `SUN 02:00 3h America/New_York`, or `-` for a pool that declares no window. */
export function declaredWindow({ window }: NodePoolSummary): string {
  return window === undefined ? "-" : formatMaintenanceWindow(window);
}

function reasonText(
  budgets: readonly Budget[],
  reason: DisruptionReason,
  timeZone: string,
  now: Date,
): ReasonText {
  const start = new Date(now.getTime() - marginDays * millisecondsPerDay);
  const minutes = (2 * marginDays + shownDays) * minutesPerDay;
  const open = touching(openIntervals(budgets, reason, { from: start, minutes }));
  const [first] = open;
  if (first === undefined) return { reason, limit: "never", windows: [] };
  const limit = limitOf(budgets, reason);
  const isAlways = open.length === 1 && lengthInMinutes(first) === minutes;
  if (isAlways) return { reason, limit, windows: [] };
  const end = now.getTime() + shownDays * millisecondsPerDay;
  const shown = open.filter(({ from, to }) => to > now && from.getTime() < end);
  return {
    reason,
    limit: `${limit}, in the windows`,
    windows: shown.map((interval) => formatInterval(interval, timeZone)),
  };
}

/** Joins intervals that touch. Only the number of nodes differs between them, so they are one window. */
function touching(intervals: readonly OpenInterval[]): readonly OpenInterval[] {
  const merged: OpenInterval[] = [];
  for (const interval of intervals) {
    const last = merged.at(-1);
    if (last === undefined || last.to.getTime() !== interval.from.getTime()) merged.push(interval);
    else merged[merged.length - 1] = { ...last, to: interval.to };
  }
  return merged;
}

/** All numbers that can apply, as they are written. Karpenter takes the smallest of those that are active. */
function limitOf(budgets: readonly Budget[], reason: DisruptionReason): string {
  const applying = budgets
    .filter(({ reasons }) => reasons === undefined || reasons === null || reasons.includes(reason))
    .map(({ nodes }) => nodes)
    .filter((nodes) => nodes !== "0" && nodes !== "0%");
  return applying.length === 0 ? "no limit" : [...new Set(applying)].join(" or ");
}

function lengthInMinutes({ from, to }: OpenInterval): number {
  return (to.getTime() - from.getTime()) / millisecondsPerMinute;
}

/** `Sun 29 Nov 02:00-04:00 EST (07:00-09:00 UTC)`; days are repeated where they differ. */
function formatInterval({ from, to }: OpenInterval, timeZone: string): string {
  const local = [from, to].map((date) => inZone(date, timeZone));
  const utc = [from, to].map((date) => inZone(date, "utc"));
  const zone = local[0]?.toFormat("ZZZZ") ?? "";
  if (zone === "UTC") return `${span(utc, undefined)} UTC`;
  return `${span(local, undefined)} ${zone} (${span(utc, local[0])} UTC)`;
}

function span([from, to]: readonly DateTime[], shownDay: DateTime | undefined): string {
  if (from === undefined || to === undefined) return "";
  const first = shownDay !== undefined && isSameDay(from, shownDay) ? "HH:mm" : "ccc dd LLL HH:mm";
  const last = isSameDay(from, to) ? "HH:mm" : "ccc dd LLL HH:mm";
  return `${from.toFormat(first)}-${to.toFormat(last)}`;
}

function isSameDay(a: DateTime, b: DateTime): boolean {
  return a.toISODate() === b.toISODate();
}

function inZone(date: Date, zone: string): DateTime {
  return DateTime.fromJSDate(date, { zone }).setLocale("en-US");
}
