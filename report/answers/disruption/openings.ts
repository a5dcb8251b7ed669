/** When disruption budgets let Karpenter disrupt a node, and how long they do not. */

import { parseSchedule } from "../../../scheduling/budgets/cron";
import { openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import type { Budget, DisruptionReason } from "../../../scheduling/budgets/budget";
import {
  millisecondsPerMinute,
  minutesPerDay,
  minutesPerWeek,
} from "../../../scheduling/values/time-units";

/** Budgets with the reason that they are asked about, and the number of nodes that percentages refer to. */
export interface Opening {
  readonly budgets: readonly Budget[];
  readonly reason: DisruptionReason;
  readonly nodeCount: number;
}

/**
 * The first moment, not before `from`, at which a node may be disrupted; undefined if there is none within five years.
 */
export function firstOpening(opening: Opening, from: Date): Date | undefined {
  for (const minutes of horizons(opening.budgets)) {
    const [first] = openIntervals(opening.budgets, opening.reason, {
      from,
      minutes,
      nodeCount: opening.nodeCount,
    });
    if (first !== undefined) return first.from > from ? first.from : from;
  }
  return undefined;
}

/**
 * The longest time in minutes, without a break, in which budgets allow no node; undefined if they never allow one.
 * Looks at two weeks, or at more than two years if a schedule follows dates or months.
 */
export function longestClosed(opening: Opening, from: Date): number | undefined {
  const { budgets, reason, nodeCount } = opening;
  if (firstOpening(opening, from) === undefined) return undefined;
  const minutes = isWeekly(budgets) ? 2 * minutesPerWeek : 800 * minutesPerDay;
  const open = openIntervals(budgets, reason, { from, minutes, nodeCount });
  let closedSince = Math.floor(from.getTime() / millisecondsPerMinute);
  const end = closedSince + minutes;
  let longest = 0;
  for (const interval of open) {
    longest = Math.max(longest, minuteOf(interval.from) - closedSince);
    closedSince = minuteOf(interval.to);
  }
  return Math.max(longest, end - closedSince);
}

/** Whether the budgets are the same in every week of UTC. */
export function isWeekly(budgets: readonly Budget[]): boolean {
  return budgets.every(({ schedule }) => {
    const parsed = schedule == null ? undefined : parseSchedule(schedule);
    if (parsed === undefined || "fault" in parsed) return true;
    const { daysOfMonth, months } = parsed.schedule;
    return daysOfMonth.slice(1).every(Boolean) && months.slice(1).every(Boolean);
  });
}

function minuteOf(date: Date): number {
  return date.getTime() / millisecondsPerMinute;
}

/** The first look is short, because most pools are open within a week. */
function horizons(budgets: readonly Budget[]): readonly number[] {
  const week = minutesPerWeek + 1;
  return isWeekly(budgets) ? [week] : [week, 400 * minutesPerDay, 5 * 366 * minutesPerDay];
}
