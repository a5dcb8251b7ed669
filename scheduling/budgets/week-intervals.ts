/**
 * Sets of minutes of a week, as intervals from Monday 00:00.
 *
 * Every list that these functions return is in normal form: the intervals are ordered, do not overlap or
 * touch, are not empty, and are within [0, 10080). An interval across the end of the week becomes two.
 */

import { minutesPerWeek } from "../values/time-units";

export interface WeekInterval {
  /** First minute. */
  readonly from: number;
  /** The minute after the last one; at most 10080. */
  readonly to: number;
}

/** The normal form of one interval. The start may be negative, and the length may be longer than a week. */
export function weekInterval(start: number, length: number): WeekInterval[] {
  if (length <= 0) return [];
  if (length >= minutesPerWeek) return [{ from: 0, to: minutesPerWeek }];
  const from = ((start % minutesPerWeek) + minutesPerWeek) % minutesPerWeek;
  const to = from + length;
  if (to <= minutesPerWeek) return [{ from, to }];
  return [
    { from: 0, to: to - minutesPerWeek },
    { from, to: minutesPerWeek },
  ];
}

/** The minutes that are in at least one of the lists. */
export function union(...lists: readonly (readonly WeekInterval[])[]): WeekInterval[] {
  const ordered = lists.flat().sort((a, b) => a.from - b.from);
  const merged: WeekInterval[] = [];
  for (const { from, to } of ordered) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to) merged.push({ from, to });
    else if (to > last.to) merged[merged.length - 1] = { from: last.from, to };
  }
  return merged;
}

/** The minutes of the week that are in none of the intervals. */
export function complement(intervals: readonly WeekInterval[]): WeekInterval[] {
  const gaps: WeekInterval[] = [];
  let free = 0;
  for (const { from, to } of union(intervals)) {
    if (from > free) gaps.push({ from: free, to: from });
    free = to;
  }
  if (free < minutesPerWeek) gaps.push({ from: free, to: minutesPerWeek });
  return gaps;
}

/** The minutes that are in every list; the whole week for no lists at all. */
export function intersectionOf(...lists: readonly (readonly WeekInterval[])[]): WeekInterval[] {
  return complement(union(...lists.map(complement)));
}
