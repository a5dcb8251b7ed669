/**
 * Maintenance windows: local days and hours in a named time zone.
 *
 * A window is given in local time. Where clocks are moved, a skipped hour is not part of the window, and
 * a repeated hour is part of it twice.
 */

import { IANAZone } from "luxon";
import { rendered, type Fault } from "../values/fault";
import { minutesPerDay } from "../values/time-units";

export type Weekday = "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN";

/** In the order of the week, beginning with Monday. */
export const weekdays: readonly Weekday[] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

export interface MaintenanceWindow {
  /** The local days on which the window starts: at least one, each once, in the order of the week. */
  readonly days: readonly Weekday[];
  /** Local time of day, `HH:MM`. */
  readonly start: string;
  /** 1 to 1440. A window may continue after midnight. */
  readonly lengthMinutes: number;
  /** An IANA name, e.g. `America/New_York`. */
  readonly timeZone: string;
}

/** With this annotation a training pool declares when drift may replace its nodes. */
export const maintenanceWindowAnnotationKey = "accelerator-platform.io/maintenance-window";

const form = "<days> <HH:MM> <length> <time zone>, e.g. SUN 02:00 3h America/New_York";

/**
 * Reads `<days> <HH:MM> <length> <zone>`: `SUN 02:00 3h America/New_York`,
 * `MON-FRI 22:30 1h30m Asia/Tokyo`, `SAT,SUN 01:00 2h UTC`, `daily 02:00 3h Asia/Tokyo`.
 * The path of the fault is empty.
 */
export function parseMaintenanceWindow(
  text: string,
): { window: MaintenanceWindow } | { fault: Fault } {
  const parts = typeof text === "string" ? text.split(" ") : [];
  const [days, start, length, timeZone] = parts;
  if (parts.length !== 4 || !days || !start || !length || !timeZone) {
    return refused("is no maintenance window", text, form);
  }
  const parsedDays = parseDays(days);
  if (parsedDays === undefined) {
    const allowed = `daily, or ${weekdays.join(", ")} joined by "," and "-"`;
    return refused("names no days", days, allowed);
  }
  if (!timeOfDay.test(start)) {
    return refused("has no time of day", start, "HH:MM from 00:00 to 23:59");
  }
  const lengthMinutes = parseLength(length);
  if (lengthMinutes === undefined) {
    return refused("has no length", length, "1m to 24h, e.g. 3h or 1h30m");
  }
  if (!isTimeZone(timeZone)) {
    return refused("names no time zone", timeZone, "an IANA name, e.g. Asia/Tokyo");
  }
  return { window: { days: parsedDays, start, lengthMinutes, timeZone } };
}

function refused(problem: string, part: unknown, expected: string): { fault: Fault } {
  return { fault: { path: [], problem, got: rendered(part), expected } };
}

/** A window as text; parseMaintenanceWindow reads it back. */
export function formatMaintenanceWindow(window: MaintenanceWindow): string {
  return [
    formatDays(window.days),
    window.start,
    formatLength(window.lengthMinutes),
    window.timeZone,
  ].join(" ");
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

/** Reads `MON` or `MON-FRI`. A range may continue in the next week: `SAT-MON`. */
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

/** Whether the text is an IANA name that the runtime knows. */
export function isTimeZone(name: string): boolean {
  // The runtime also accepts offsets such as +09:00. They are refused: an offset has no daylight-saving time.
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/**
 * Days as text, given in the order of the week. Three or more days in a row become a range, all seven
 * become `daily`.
 */
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
