import { hitsFrom, parseSchedule } from "../../scheduling/budgets/cron";
import type { Schedule } from "../../scheduling/budgets/cron";
import { openIntervals } from "../../scheduling/budgets/disruption-budgets";
import type { Budget, DisruptionReason } from "../../scheduling/budgets/budget";
import {
  millisecondsPerMinute,
  minutesPerDay,
  minutesPerWeek,
} from "../../scheduling/values/time-units";
import { union, weekInterval } from "../../scheduling/budgets/week-intervals";
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
  const schedules = (budgets ?? []).flatMap(({ schedule }) => parsed(schedule) ?? []);
  const { from, minutes } = spanOf(schedules, year);
  const open = openIntervals(budgets, reason, {
    from: new Date(from * millisecondsPerMinute),
    minutes,
  });
  return union(
    ...open
      .filter(({ allowed }) => isWanted(allowed))
      .map((interval) => {
        const start = interval.from.getTime() / millisecondsPerMinute;
        const end = interval.to.getTime() / millisecondsPerMinute;
        return weekInterval(start - firstMonday, end - start);
      }),
  );
}

/** The shortest time between two hits of a schedule, in minutes; Infinity for fewer than two hits. */
export function shortestPeriod(schedule: Schedule, year: number): number {
  const { from, minutes } = spanOf([schedule], year);
  let shortest = Infinity;
  let last: number | undefined;
  // A week more than the span, so that the gap over its end counts.
  for (const hit of hitsFrom(schedule, from, from + minutes + minutesPerWeek)) {
    if (last !== undefined) shortest = Math.min(shortest, hit - last);
    last = hit;
    if (shortest === 1) break;
  }
  return shortest;
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
