import { weekdays } from "../../scheduling/budgets/maintenance-window";
import { minutesPerDay, minutesPerWeek } from "../../scheduling/values/time-units";
import { complement, union, weekInterval } from "../../scheduling/budgets/week-intervals";
import type { WeekInterval } from "../../scheduling/budgets/week-intervals";
import { listed } from "../../scheduling/values/wording";

/**
 * Minutes of a week as people read them: `MON-FRI 23:00-24:00`, `SAT 22:00-02:00`, the days being
 * those on which an interval begins, `at any time` for the whole week. Cut after three.
 */
export function formatWeekHours(intervals: readonly WeekInterval[]): string {
  const normal = union(intervals);
  if (complement(normal).length === 0) return "at any time";
  const daysByHours = new Map<string, Set<number>>();
  for (const { start, length } of runsOf(normal)) {
    const hours = formatHours(start % minutesPerDay, length);
    const days = daysByHours.get(hours) ?? new Set<number>();
    days.add(Math.floor(start / minutesPerDay));
    daysByHours.set(hours, days);
  }
  return listed([...daysByHours].map(([hours, days]) => `${formatDays(days)} ${hours}`));
}

/** The same minutes on clocks that are so many minutes east of UTC. */
export function shifted(intervals: readonly WeekInterval[], minutes: number): WeekInterval[] {
  return union(...intervals.map(({ from, to }) => weekInterval(from + minutes, to - from)));
}

/** How many minutes the intervals have. */
export function totalMinutes(intervals: readonly WeekInterval[]): number {
  return union(intervals).reduce((sum, { from, to }) => sum + to - from, 0);
}

/** `UTC-05:00`, for minutes east of UTC. */
export function formatOffset(minutes: number): string {
  return `UTC${minutes < 0 ? "-" : "+"}${formatTime(Math.abs(minutes))}`;
}

/** The intervals in order, the two that the end of the week cut joined again. */
function runsOf(
  normal: readonly WeekInterval[],
): readonly { readonly start: number; readonly length: number }[] {
  const runs = normal.map(({ from, to }) => ({ start: from, length: to - from }));
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined || first === last) return runs;
  if (first.start !== 0 || last.start + last.length !== minutesPerWeek) return runs;
  return [...runs.slice(1, -1), { start: last.start, length: last.length + first.length }];
}

function formatHours(minuteOfDay: number, length: number): string {
  const end = minuteOfDay + length;
  if (end <= minutesPerDay) return `${formatTime(minuteOfDay)}-${formatTime(end)}`;
  if (length < minutesPerDay)
    return `${formatTime(minuteOfDay)}-${formatTime(end - minutesPerDay)}`;
  const hours = Math.floor(length / 60);
  const rest = length % 60;
  return `${formatTime(minuteOfDay)} for ${hours}h${rest > 0 ? `${rest}m` : ""}`;
}

function formatTime(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `daily`, or runs of days from Monday: `MON-FRI`, `MON,WED`. */
function formatDays(days: ReadonlySet<number>): string {
  if (days.size === weekdays.length) return "daily";
  const runs: (readonly [number, number])[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === day - 1) runs[runs.length - 1] = [last[0], day];
    else runs.push([day, day]);
  }
  return runs
    .map(([from, to]) => (from === to ? weekdays[from] : `${weekdays[from]}-${weekdays[to]}`))
    .join(",");
}
