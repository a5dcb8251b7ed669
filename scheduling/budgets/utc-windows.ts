/**
 * From local windows to Karpenter's budgets, whose schedules know UTC only.
 *
 * A zone with summer time has two offsets. A window that must never be overstepped keeps to the
 * minutes that lie in it at both; a window that must be covered takes the minutes of either.
 */

import { IANAZone } from "luxon";
import type { Fault } from "../values/fault";
import type { Budget, DisruptionReason } from "./disruption-budgets";
import {
  localStarts,
  minutesPerDay,
  minutesPerWeek,
  weekdays,
  type MaintenanceWindow,
} from "./maintenance-window";
import {
  complement,
  intersectionOf,
  union,
  weekInterval,
  type WeekInterval,
} from "./week-intervals";

export { complement, type WeekInterval } from "./week-intervals";

/**
 * The distinct UTC offsets, in minutes east of UTC, that the zone's clocks show in the year (UTC),
 * smallest first.
 */
export function offsetsOf(timeZone: string, year: number): readonly number[] {
  const cacheKey = `${timeZone} ${year}`;
  const known = offsetsByZoneAndYear.get(cacheKey);
  if (known !== undefined) return known;
  const zone = IANAZone.create(timeZone);
  const end = Date.UTC(year + 1, 0, 1);
  // No zone changes its offset for less than a day, so one look per day finds each of them.
  const offsets = new Set<number>([zone.offset(end - millisecondsPerMinute)]);
  for (let at = Date.UTC(year, 0, 1); at < end; at += millisecondsPerDay) {
    offsets.add(zone.offset(at));
  }
  const sorted = [...offsets].sort((a, b) => a - b);
  offsetsByZoneAndYear.set(cacheKey, sorted);
  return sorted;
}

/** The window's minutes of the UTC week while the zone is at the offset (minutes east of UTC). */
export function utcIntervals(window: MaintenanceWindow, offsetMinutes: number): WeekInterval[] {
  return union(
    ...localStarts(window).map((start) =>
      weekInterval(start - offsetMinutes, window.lengthMinutes),
    ),
  );
}

/**
 * The minutes of the UTC week that lie inside the window on every day of the year. A fault when
 * there are none: the window is no longer than the zone's clocks are moved.
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

/** The minutes of the UTC week that lie inside the window on any day of the year. */
export function blockedUtcIntervals(window: MaintenanceWindow, year: number): WeekInterval[] {
  const offsets = offsetsOf(window.timeZone, year);
  return union(...offsets.map((offset) => utcIntervals(window, offset)));
}

/**
 * Budgets that are active in exactly these minutes of every UTC week: none for no minutes, one
 * without schedule for the whole week, else one per time of day and length.
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
 * The budgets of a training pool. Empty nodes always go. Nodes that work are replaced only inside
 * the window, one at a time; without a window, or with one of which nothing is left in UTC, never.
 * Karpenter takes the least of all active budgets, so the 0 outside rules over the 1.
 *
 * @param year whose offsets count; see allowedUtcIntervals
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
const millisecondsPerMinute = 60_000;
const millisecondsPerDay = minutesPerDay * millisecondsPerMinute;
const offsetsByZoneAndYear = new Map<string, readonly number[]>();

/** Joins what the end of the week cuts in two. The start stays within the week. */
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

/** `*`, or names from Monday: `MON,TUE`. Names, because 0 is Sunday and 7 is refused. */
function cronDays(days: ReadonlySet<number>): string {
  if (days.size === weekdays.length) return "*";
  return weekdays.filter((_, index) => days.has(index)).join(",");
}

/** The CRD's form: hours, minutes, or both. */
function budgetDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${hours > 0 ? `${hours}h` : ""}${rest > 0 ? `${rest}m` : ""}`;
}
