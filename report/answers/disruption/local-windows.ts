/**
 * Windows that were meant in local time and are read in UTC. Karpenter reads the schedules of budgets in UTC, so a
 * night's maintenance hour of somebody's UTC schedule may be the start of business, and a block of business hours a
 * block of the night.
 */

import { activeWindows } from "../../../scheduling/budgets/disruption-budgets";
import type { Budget } from "../../../scheduling/budgets/budget";
import { minutesPerDay } from "../../../scheduling/values/time-units";
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

/** A window as its schedule says it and as the zone's clocks show it, e.g. `23:00–00:00` and `08:00–09:00`. */
export interface MisreadWindow {
  readonly utc: string;
  readonly local: string;
  /** Local time of day at which it starts, in minutes. */
  readonly localStart: number;
  /** Minutes of the week's working hours in it, by local clocks and with UTC read as local. */
  readonly workingMinutes: number;
  readonly workingMinutesAsRead: number;
}

/**
 * The first of the calendar's windows that lies more in working hours than its UTC schedule read as local time
 * would. Only where nodes may go less than half of the time: what is open most of the time is no window.
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
 * The block of a budget of 0 nodes that, read as local time, would be mostly working hours, and covers less than
 * three quarters of them by local clocks.
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
  const minutes = windows.reduce((total, { from, to }) => total + (+to - +from) / 60_000, 0);
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
  const minutes = (to.getTime() - from.getTime()) / 60_000;
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

/** Of a time on whatever clocks: minutes from Monday 00:00. */
function minuteOfWeek(text: string): number {
  // 1970-01-05 was a Monday.
  const sinceMonday = Date.parse(`${text}Z`) / 60_000 - 4 * minutesPerDay;
  return ((sinceMonday % (7 * minutesPerDay)) + 7 * minutesPerDay) % (7 * minutesPerDay);
}

function workingMinutesIn(start: number, length: number): number {
  const common = intersectionOf(weekInterval(start, length), workingHours);
  return common.reduce((total, { from, to }) => total + to - from, 0);
}
