/** Windows of a week in words, on the clocks of the report. */

import { formatDays, weekdays, type Weekday } from "../../../scheduling/budgets/maintenance-window";
import type { CalendarInterval } from "./disruption-calendar";

type LocalWindow = Pick<CalendarInterval, "localFrom" | "localTo">;

/** `Sun 02:00 to 04:00, Mon 02:00 to 04:00`; more than two share their days: `Mon-Fri 18:00 to 24:00`. */
export function windowsText(windows: readonly LocalWindow[]): string {
  if (windows.length > 2) return weeklyWindows(windows);
  return windows
    .map((window) => `${localClock(window.localFrom)} to ${endText(window)}`)
    .join(", ");
}

function weeklyWindows(windows: readonly LocalWindow[]): string {
  const daysByClock = new Map<string, Weekday[]>();
  for (const window of windows) {
    const clock = `${window.localFrom.slice(11, 16)} to ${weeklyEndText(window)}`;
    daysByClock.set(clock, [...(daysByClock.get(clock) ?? []), weekdayOf(window.localFrom)]);
  }
  return [...daysByClock].map(([clock, days]) => `${daysText(days)} ${clock}`).join(", ");
}

/** Windows that share their days can name no day at their end, unless they are longer than a day. */
function weeklyEndText(window: LocalWindow): string {
  const hours = (Date.parse(window.localTo) - Date.parse(window.localFrom)) / 3_600_000;
  const end = endText(window);
  return hours <= 24 ? end.slice(-5) : end;
}

/** The day is named where it is not the day of the start. The midnight that ends a day is 24:00. */
function endText({ localFrom, localTo }: LocalWindow): string {
  const clock = localTo.slice(11, 16);
  const days = (dayOf(localTo) - dayOf(localFrom)) / 86_400_000;
  if (days === 1 && clock === "00:00") return "24:00";
  return days === 0 ? clock : localClock(localTo);
}

/** `Sun 02:00` of `2026-03-08T02:00-05:00`. */
function localClock(local: string): string {
  return `${daysText([weekdayOf(local)])} ${local.slice(11, 16)}`;
}

function dayOf(local: string): number {
  return Date.parse(local.slice(0, 10));
}

function weekdayOf(local: string): Weekday {
  const day = (new Date(dayOf(local)).getUTCDay() + 6) % 7;
  return weekdays[day] ?? "MON";
}

/** `Mon-Fri`, as `formatDays` has it in capitals. */
function daysText(days: readonly Weekday[]): string {
  return formatDays(days).replace(/[A-Z]{3}/g, (day) => `${day[0]}${day.slice(1).toLowerCase()}`);
}
