/**
 * Turns local windows into Karpenter's budgets, whose schedules are in UTC.
 *
 * A zone with daylight-saving time has two offsets. If nothing may happen outside of a window, only the
 * minutes that are inside it at both offsets count. If a whole window must be covered, the minutes that
 * are inside it at either offset count.
 */

import { IANAZone } from "luxon";
import type { Fault } from "../values/fault";
import type { Budget, DisruptionReason } from "./budget";
import { localStarts, weekdays, type MaintenanceWindow } from "./maintenance-window";
import {
  complement,
  intersectionOf,
  union,
  weekInterval,
  type WeekInterval,
} from "./week-intervals";
import {
  millisecondsPerDay,
  millisecondsPerMinute,
  minutesPerDay,
  minutesPerWeek,
} from "../values/time-units";

/** The UTC offsets of the zone in the year (UTC), in minutes east of UTC, each once and ascending. */
export function offsetsOf(timeZone: string, year: number): readonly number[] {
  const cacheKey = `${timeZone} ${year}`;
  const known = offsetsByZoneAndYear.get(cacheKey);
  if (known !== undefined) return known;
  const zone = IANAZone.create(timeZone);
  const end = Date.UTC(year + 1, 0, 1);
  // No zone has an offset for less than a day, so one sample for each day finds all offsets.
  const offsets = new Set<number>([zone.offset(end - millisecondsPerMinute)]);
  for (let at = Date.UTC(year, 0, 1); at < end; at += millisecondsPerDay) {
    offsets.add(zone.offset(at));
  }
  const sorted = [...offsets].sort((a, b) => a - b);
  offsetsByZoneAndYear.set(cacheKey, sorted);
  return sorted;
}

/** The minutes of the UTC week inside the window while the zone has the offset, in minutes east of UTC. */
export function utcIntervals(window: MaintenanceWindow, offsetMinutes: number): WeekInterval[] {
  return union(
    ...localStarts(window).map((start) =>
      weekInterval(start - offsetMinutes, window.lengthMinutes),
    ),
  );
}

/**
 * The minutes of the UTC week that are inside the window on every day of the year. A fault where there
 * are none: the window is then not longer than the change to daylight-saving time.
 */
export function allowedUtcIntervals(
  window: MaintenanceWindow,
  year: number,
): { intervals: WeekInterval[] } | { fault: Fault } {
  const offsets = offsetsOf(window.timeZone, year);
  const intervals = intersectionOf(...offsets.map((offset) => utcIntervals(window, offset)));
  if (intervals.length > 0) return { intervals };
  const shift = Math.max(...offsets) - Math.min(...offsets);
  return {
    fault: {
      path: [],
      problem:
        `leaves no minute in ${year}: ${window.timeZone} moves its clocks by ${shift} minutes, ` +
        "and schedules are in UTC",
      got: `a length of ${window.lengthMinutes} minutes`,
      expected: `more than ${shift} minutes`,
      fix: "lengthen the window or name a zone without summer time",
    },
  };
}

/** The minutes of the UTC week that are inside the window on at least one day of the year. */
export function blockedUtcIntervals(window: MaintenanceWindow, year: number): WeekInterval[] {
  const offsets = offsetsOf(window.timeZone, year);
  return union(...offsets.map((offset) => utcIntervals(window, offset)));
}

/**
 * Budgets that are active in exactly these minutes of every UTC week. No minutes need no budget, the whole
 * week needs one budget without schedule, and other minutes need one budget for each start time and length.
 */
export function budgetsForIntervals(
  intervals: readonly WeekInterval[],
  limit: { readonly nodes: string; readonly reasons?: readonly DisruptionReason[] },
): Budget[] {
  const normal = union(intervals);
  if (complement(normal).length === 0) return [{ ...limit }];
  const runs = new Map<string, { minuteOfDay: number; length: number; days: Set<number> }>();
  for (const { start, length } of joinedOverWeekEnd(normal)) {
    const minuteOfDay = start % minutesPerDay;
    const key = `${minuteOfDay} ${length}`;
    const run = runs.get(key) ?? { minuteOfDay, length, days: new Set() };
    run.days.add(Math.floor(start / minutesPerDay));
    runs.set(key, run);
  }
  return [...runs.values()].map(({ minuteOfDay, length, days }) => ({
    ...limit,
    schedule: `${minuteOfDay % 60} ${Math.floor(minuteOfDay / 60)} * * ${cronDays(days)}`,
    duration: budgetDuration(length),
  }));
}

/**
 * The budgets of a training pool. Empty nodes are removed at any time. Nodes with jobs are replaced only
 * inside the window, one at a time. They are never replaced where there is no window, or where no minute
 * of the window remains in UTC. Karpenter uses the smallest active budget, so the 0 outside of the window
 * takes precedence over the 1.
 *
 * Every budget names its reasons. A budget of 0 without reasons keeps empty nodes too, and since Karpenter 1.15 it
 * also stops the repair of unhealthy nodes, whose reason is `Unhealthy`. Before that no budget limits that repair.
 *
 * @param year the year whose UTC offsets count; see allowedUtcIntervals
 */
export function trainingBudgets(window: MaintenanceWindow | undefined, year: number): Budget[] {
  const empty: Budget = { nodes: "100%", reasons: ["Empty"] };
  const never: Budget = { nodes: "0", reasons: nodesAtWork };
  const allowed = window && allowedUtcIntervals(window, year);
  if (allowed === undefined || "fault" in allowed) return [empty, never];
  const outside = complement(allowed.intervals);
  return [
    empty,
    { nodes: "1", reasons: nodesAtWork },
    ...budgetsForIntervals(outside, { nodes: "0", reasons: nodesAtWork }),
  ];
}

const nodesAtWork: readonly DisruptionReason[] = ["Drifted", "Underutilized"];
const offsetsByZoneAndYear = new Map<string, readonly number[]>();

/** Joins two intervals that are one across the end of the week. The start stays within the week. */
function joinedOverWeekEnd(
  intervals: readonly WeekInterval[],
): { start: number; length: number }[] {
  const runs = intervals.map(({ from, to }) => ({ start: from, length: to - from }));
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined || first === last) return runs;
  if (first.start !== 0 || last.start + last.length !== minutesPerWeek) return runs;
  return [...runs.slice(1, -1), { start: last.start, length: last.length + first.length }];
}

/** `*`, or names of days: `MON,TUE`. Names are clearer than numbers, where 0 is Sunday and 7 is refused. */
function cronDays(days: ReadonlySet<number>): string {
  if (days.size === weekdays.length) return "*";
  return weekdays.filter((_, index) => days.has(index)).join(",");
}

/** In the form of the CRD: hours, minutes, or both. */
function budgetDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${hours > 0 ? `${hours}h` : ""}${rest > 0 ? `${rest}m` : ""}`;
}
