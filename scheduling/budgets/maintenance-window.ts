/**
 * Maintenance windows as people declare them: local days and hours in a named time zone.
 *
 * A window is wall-clock time. Where clocks jump, the skipped hour is not in it, and the repeated
 * hour is in it twice.
 */

import { DateTime, IANAZone } from "luxon";
import { rendered, type Fault } from "../values/fault";

export type Weekday = "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN";

/** In the order of the week, which here begins on Monday. */
export const weekdays: readonly Weekday[] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

export const minutesPerDay = 24 * 60;
export const minutesPerWeek = 7 * minutesPerDay;

export interface MaintenanceWindow {
  /** The local days on which it starts: at least one, each once, in the order of the week. */
  readonly days: readonly Weekday[];
  /** Local time of day, `HH:MM`. */
  readonly start: string;
  /** 1 to 1440. A window may run past midnight. */
  readonly lengthMinutes: number;
  /** An IANA name, e.g. `America/New_York`. */
  readonly timeZone: string;
}

/** The annotation by which a training pool declares when drift may replace its nodes. */
export const maintenanceWindowAnnotationKey = "accelerator-platform.io/maintenance-window";

const form = "<days> <HH:MM> <length> <time zone>, e.g. SUN 02:00 3h America/New_York";

/**
 * Reads `<days> <HH:MM> <length> <zone>`: `SUN 02:00 3h America/New_York`,
 * `MON-FRI 22:30 1h30m Asia/Tokyo`, `SAT,SUN 01:00 2h UTC`, `daily 02:00 3h Asia/Tokyo`.
 */
export function parseMaintenanceWindow(
  text: string,
): { window: MaintenanceWindow } | { fault: Fault } {
  const parts = typeof text === "string" ? text.split(" ") : [];
  const [days, start, length, timeZone] = parts;
  if (parts.length !== 4 || !days || !start || !length || !timeZone) {
    return faulty("is no maintenance window", text, form);
  }
  const parsedDays = parseDays(days);
  if (parsedDays === undefined) {
    const allowed = `daily, or ${weekdays.join(", ")} joined by "," and "-"`;
    return faulty("names no days", days, allowed);
  }
  if (!timeOfDay.test(start)) {
    return faulty("has no time of day", start, "HH:MM from 00:00 to 23:59");
  }
  const lengthMinutes = parseLength(length);
  if (lengthMinutes === undefined) {
    return faulty("has no length", length, "1m to 24h, e.g. 3h or 1h30m");
  }
  if (!isTimeZone(timeZone)) {
    return faulty("names no time zone", timeZone, "an IANA name, e.g. Asia/Tokyo");
  }
  return { window: { days: parsedDays, start, lengthMinutes, timeZone } };
}

function faulty(problem: string, part: unknown, expected: string): { fault: Fault } {
  return { fault: { path: [], problem, got: rendered(part), expected } };
}

/** The text form of a window; parsing it gives the same window. */
export function formatMaintenanceWindow(window: MaintenanceWindow): string {
  return [
    formatDays(window.days),
    window.start,
    formatLength(window.lengthMinutes),
    window.timeZone,
  ].join(" ");
}

/** Whether the moment, read on the zone's clocks, lies in [start, start + length) of a window day. */
export function isInside(window: MaintenanceWindow, at: Date): boolean {
  const local = DateTime.fromJSDate(at, { zone: window.timeZone });
  const minute = (local.weekday - 1) * minutesPerDay + local.hour * 60 + local.minute;
  return localStarts(window).some(
    (start) => (minute - start + minutesPerWeek) % minutesPerWeek < window.lengthMinutes,
  );
}

/** The local minutes of the week, from Monday 00:00, at which the window starts. */
export function localStarts(window: MaintenanceWindow): number[] {
  const [hours = "0", minutes = "0"] = window.start.split(":");
  const minuteOfDay = Number(hours) * 60 + Number(minutes);
  return window.days.map((day) => weekdays.indexOf(day) * minutesPerDay + minuteOfDay);
}

const timeOfDay = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;
const lengthText = /^(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?$/;

function parseDays(text: string): Weekday[] | undefined {
  if (text === "daily") return [...weekdays];
  const named = new Set<Weekday>();
  for (const item of text.split(",")) {
    const days = parseDayRange(item);
    if (days === undefined) return undefined;
    for (const day of days) named.add(day);
  }
  return weekdays.filter((day) => named.has(day));
}

/** `MON` or `MON-FRI`; a range may run over the end of the week: `SAT-MON`. */
function parseDayRange(item: string): Weekday[] | undefined {
  const [first, last, ...rest] = item.split("-").map((day) => weekdays.findIndex((d) => d === day));
  if (first === undefined || first < 0 || last === -1 || rest.length > 0) return undefined;
  const count = last === undefined ? 1 : ((last - first + 7) % 7) + 1;
  return [...weekdays, ...weekdays].slice(first, first + count);
}

function parseLength(text: string): number | undefined {
  const match = lengthText.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
  return minutes >= 1 && minutes <= minutesPerDay ? minutes : undefined;
}

/** Whether the runtime knows the IANA name; offsets such as `+09:00` are none. */
export function isTimeZone(name: string): boolean {
  // The runtime also takes offsets such as +09:00, which know nothing of summer time.
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/** In the order of the week; three or more in a row become a range, all seven become `daily`. */
export function formatDays(days: readonly Weekday[]): string {
  if (days.length === weekdays.length) return "daily";
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    const isNext =
      previous !== undefined && weekdays.indexOf(day) === weekdays.indexOf(previous) + 1;
    if (run !== undefined && isNext) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(","))).join(",");
}

function formatLength(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${hours > 0 ? `${hours}h` : ""}${rest > 0 ? `${rest}m` : ""}`;
}
