/**
 * Windows that were meant in local time. Karpenter reads the schedules of budgets in UTC. So a window that was meant
 * for the night may be at the start of business, and a block that was meant for business hours may be in the night.
 */

import { activeWindows } from "../../../scheduling/budgets/disruption-budgets";
import type { Budget } from "../../../scheduling/budgets/budget";
import { millisecondsPerMinute, minutesPerDay } from "../../../scheduling/values/time-units";
import { localText } from "../../../scheduling/budgets/local-time";
import {
  intersectionOf,
  weekInterval,
  type WeekInterval,
} from "../../../scheduling/budgets/week-intervals";
import type { CalendarWeek } from "./calendar-week";
import type { DisruptionCalendar } from "./disruption-calendar";

/** Monday to Friday, 08:00 to 18:00. */
export const workingHours: readonly WeekInterval[] = [0, 1, 2, 3, 4].map((day) => ({
  from: day * minutesPerDay + 8 * 60,
  to: day * minutesPerDay + 18 * 60,
}));

/** One window in both readings, `23:00–00:00` in UTC and `08:00–09:00` on local clocks. */
export interface MisreadWindow {
  readonly utc: string;
  readonly local: string;
  /** Local time of day at which it starts, in minutes. */
  readonly localStart: number;
  /**
   * How many minutes of the week's working hours the window covers: by local clocks, and if its UTC times were local
   * ones.
   */
  readonly workingMinutes: number;
  readonly workingMinutesAsRead: number;
}

/**
 * The first window that covers more of the working hours than it would if its UTC times were local ones. Only looked
 * for if nodes may be disrupted for less than half of the week: otherwise it is no window.
 */
export function windowInWorkingHours(calendar: DisruptionCalendar): MisreadWindow | undefined {
  for (const { intervals, openMinutes } of calendar.reasons) {
    if (openMinutes === 0 || openMinutes * 2 >= calendar.week.minutes) continue;
    const open = intervals.filter(({ allowed }) => allowed !== 0);
    const misread = open
      .map(({ from, to }) =>
        readBothWays({ from: new Date(from), to: new Date(to) }, calendar.week),
      )
      .find((window) => window.workingMinutes > window.workingMinutesAsRead);
    if (misread !== undefined) return misread;
  }
  return undefined;
}

/**
 * The block of a budget of 0 nodes that covers mostly working hours if its UTC times are read as local ones, but covers
 * less than three quarters of them by local clocks.
 */
export function blockBesideWorkingHours(
  budget: Budget,
  week: CalendarWeek,
): MisreadWindow | undefined {
  if (budget.schedule == null || !/^0+%?$/.test(budget.nodes ?? "")) return undefined;
  const windows = activeWindows(budget, new Date(week.from), new Date(week.to));
  const [first, ...others] = windows.map((window) => readBothWays(window, week));
  if (first === undefined) return undefined;
  const all = [first, ...others];
  const minutes = windows.reduce(
    (total, { from, to }) => total + (+to - +from) / millisecondsPerMinute,
    0,
  );
  const asRead = all.reduce((total, { workingMinutesAsRead: own }) => total + own, 0);
  const actual = all.reduce((total, { workingMinutes: own }) => total + own, 0);
  if (asRead * 2 < minutes || actual >= asRead * 0.75) return undefined;
  // The week may begin within a window.
  const whole = all.reduce((a, b) => (b.workingMinutesAsRead > a.workingMinutesAsRead ? b : a));
  return { ...whole, workingMinutes: actual, workingMinutesAsRead: asRead };
}

function readBothWays(
  { from, to }: { readonly from: Date; readonly to: Date },
  { timeZone }: CalendarWeek,
): MisreadWindow {
  const minutes = (to.getTime() - from.getTime()) / millisecondsPerMinute;
  const local = [from, to].map((at) => localText(at, timeZone).slice(0, 16));
  const utc = [from, to].map((at) => at.toISOString().slice(0, 16));
  const localStart = minuteOfWeek(local[0] ?? "");
  return {
    utc: utc.map((text) => text.slice(11)).join("–"),
    local: local.map((text) => text.slice(11)).join("–"),
    localStart: localStart % minutesPerDay,
    workingMinutes: workingMinutesIn(localStart, minutes),
    workingMinutesAsRead: workingMinutesIn(minuteOfWeek(utc[0] ?? ""), minutes),
  };
}

/** Minutes since Monday 00:00, for a time on any clocks. */
function minuteOfWeek(text: string): number {
  // 1970-01-05 was a Monday.
  const sinceMonday = Date.parse(`${text}Z`) / millisecondsPerMinute - 4 * minutesPerDay;
  return ((sinceMonday % (7 * minutesPerDay)) + 7 * minutesPerDay) % (7 * minutesPerDay);
}

function workingMinutesIn(start: number, length: number): number {
  const common = intersectionOf(weekInterval(start, length), workingHours);
  return common.reduce((total, { from, to }) => total + to - from, 0);
}
