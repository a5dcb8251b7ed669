import { hitDays, parseSchedule } from "../../scheduling/budgets/cron";
import type { Schedule } from "../../scheduling/budgets/cron";
import { openIntervals, type OpenInterval } from "../../scheduling/budgets/disruption-budgets";
import type { Budget, DisruptionReason } from "../../scheduling/budgets/budget";
import {
  millisecondsPerMinute,
  minutesPerDay,
  minutesPerWeek,
} from "../../scheduling/values/time-units";
import type { WeekInterval } from "../../scheduling/budgets/week-intervals";

/**
 * The minutes of the UTC week at which Karpenter may disrupt nodes for the reason, on any date from
 * the start of `year`. A minute that is open on one Monday counts as open on every Monday.
 *
 * @param budgets undefined for a pool that writes no budgets
 */
export function openWeek(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  year: number,
): WeekInterval[] {
  return weekOf(budgets, reason, year, () => true);
}

/** The minutes of the UTC week at which no budget limits disruption for the reason, on any date as above. */
export function unlimitedWeek(
  budgets: readonly Budget[],
  reason: DisruptionReason,
  year: number,
): WeekInterval[] {
  return weekOf(budgets, reason, year, (allowed) => allowed === Infinity);
}

function weekOf(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  year: number,
  isWanted: (allowed: number) => boolean,
): WeekInterval[] {
  // A mark for each minute of the week: a schedule may hit every second minute of four years.
  const isMarked = new Uint8Array(minutesPerWeek);
  for (const { from, to, allowed } of openOf(budgets, reason, year)) {
    if (!isWanted(allowed)) continue;
    const start = from.getTime() / millisecondsPerMinute - firstMonday;
    const length = (to.getTime() - from.getTime()) / millisecondsPerMinute;
    const first = ((start % minutesPerWeek) + minutesPerWeek) % minutesPerWeek;
    isMarked.fill(1, first, first + length);
    if (first + length > minutesPerWeek) isMarked.fill(1, 0, first + length - minutesPerWeek);
  }
  return intervalsOf(isMarked);
}

function intervalsOf(isMarked: Uint8Array): WeekInterval[] {
  const found: WeekInterval[] = [];
  for (let from = isMarked.indexOf(1); from >= 0;) {
    const end = isMarked.indexOf(0, from);
    const to = end < 0 ? isMarked.length : end;
    found.push({ from, to });
    from = isMarked.indexOf(1, to);
  }
  return found;
}

/** A cache: rules ask for the same budgets and reasons, and the pools of a program have few different budgets. */
const openByBudgets = new Map<string, readonly OpenInterval[]>();
const keptAnswers = 200;

function openOf(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  year: number,
): readonly OpenInterval[] {
  const key = JSON.stringify([budgets ?? null, reason, year]);
  const known = openByBudgets.get(key);
  if (known !== undefined) return known;
  const open = computedOpen(budgets, reason, year);
  if (openByBudgets.size === keptAnswers) openByBudgets.clear();
  openByBudgets.set(key, open);
  return open;
}

function computedOpen(
  budgets: readonly Budget[] | undefined,
  reason: DisruptionReason,
  year: number,
): readonly OpenInterval[] {
  const schedules = (budgets ?? []).flatMap(({ schedule }) => parsed(schedule) ?? []);
  const { from, minutes } = spanOf(schedules, year);
  return openIntervals(budgets, reason, {
    from: new Date(from * millisecondsPerMinute),
    minutes,
  });
}

/** The shortest time between two hits of a schedule, in minutes; Infinity for fewer than two hits. */
export function shortestPeriod(schedule: Schedule, year: number): number {
  const { from, minutes } = spanOf([schedule], year);
  const { minutesOfDay } = schedule;
  const [first = 0] = minutesOfDay;
  const last = minutesOfDay.at(-1) ?? 0;
  let shortest = Math.min(
    Infinity,
    ...minutesOfDay.slice(1).map((minute, index) => minute - (minutesOfDay[index] ?? 0)),
  );
  let before: number | undefined;
  // A week more than the span, so that the gap over its end counts.
  const end = from + minutes + minutesPerWeek;
  for (const day of hitDays(schedule, from / minutesPerDay, end / minutesPerDay)) {
    if (before !== undefined) {
      shortest = Math.min(shortest, (day - before) * minutesPerDay + first - last);
    }
    before = day;
  }
  // A schedule without a day has no hits, however many minutes it names.
  return before === undefined ? Infinity : shortest;
}

/** Monday, 5 January 1970, in minutes from 1970-01-01 00:00 UTC. */
const firstMonday = 4 * minutesPerDay;

/** One week where every week is alike, else four years, so that 29 February is among them. */
function spanOf(
  schedules: readonly Schedule[],
  year: number,
): { readonly from: number; readonly minutes: number } {
  const start = Date.UTC(year, 0, 1) / millisecondsPerMinute;
  if (!schedules.every(isWeekly)) return { from: start, minutes: 4 * 366 * minutesPerDay };
  const sinceMonday = (start - firstMonday) % minutesPerWeek;
  return { from: start - sinceMonday, minutes: minutesPerWeek };
}

function isWeekly({ daysOfMonth, months }: Schedule): boolean {
  return daysOfMonth.slice(1).every(Boolean) && months.slice(1).every(Boolean);
}

function parsed(schedule: string | undefined): Schedule | undefined {
  if (schedule === undefined || schedule === null) return undefined;
  const result = parseSchedule(schedule);
  return "schedule" in result ? result.schedule : undefined;
}
