/**
 * Cron schedules of disruption budgets, as Karpenter 1.15.2 reads them: it puts `TZ=UTC ` in front of the
 * text and calls `ParseStandard` of github.com/robfig/cron/v3 v3.0.1. Schedules are always in UTC.
 *
 * These oddities of the library are kept:
 * - Where both the day of month and the day of week are restricted, a day has to match only one of them.
 * - A star with a step counts as a restriction.
 * - 0 is Sunday, and 7 is refused.
 * - A schedule that never comes has no next hit. Karpenter then treats the budget as always active.
 */

import { rendered, type Fault } from "../values/fault";
import { goFields } from "../values/go-fields";
import { maxGoInteger, parseGoInteger } from "../values/go-integer";
import { millisecondsPerDay, millisecondsPerMinute, minutesPerDay } from "../values/time-units";

export interface Schedule {
  /** The minutes of a day at which the schedule hits, ascending: 0 to 1439. */
  readonly minutesOfDay: readonly number[];
  /** Whether a day matches, by its number from 1. */
  readonly daysOfMonth: readonly boolean[];
  /** Whether a month matches, by its number: 1 is January. */
  readonly months: readonly boolean[];
  /** Whether a day of the week matches, by its number: 0 is Sunday. */
  readonly daysOfWeek: readonly boolean[];
  /** Whether both day fields must match; if false, one of them is enough. */
  readonly needsBothDays: boolean;
}

/** Reads a schedule. The fault, with an empty path, says why Karpenter cannot read it. */
export function parseSchedule(text: string): ScheduleOrFault {
  if (typeof text !== "string") return refused(text, "is no schedule", { expected });
  const known = parsedByText.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (parsedByText.size === keptTexts) parsedByText.clear();
  parsedByText.set(text, parsed);
  return parsed;
}

export type ScheduleOrFault = { readonly schedule: Schedule } | { readonly fault: Fault };

/** A cache: callers ask about the same few schedules for each minute, reason and pool. */
const parsedByText = new Map<string, ScheduleOrFault>();
const keptTexts = 200;

function parse(text: string): ScheduleOrFault {
  const fields = goFields(text);
  const [first = ""] = fields;
  if (/^(CRON_)?TZ=/.test(first)) {
    return refused(text, "has a time zone", {
      fix:
        "Karpenter reads schedules in UTC only and would block every disruption of the pool " +
        "for good; leave the prefix out and write UTC",
    });
  }
  if (first.startsWith("@")) return parseDescriptor(fields, text);
  if (fields.length !== fieldBounds.length) {
    return refused(text, `has ${fields.length} fields`, { expected });
  }
  const parsed: Field[] = [];
  for (const [index, bounds] of fieldBounds.entries()) {
    const field = parseField(fields[index] ?? "", bounds);
    if (typeof field === "string") return refused(text, field);
    parsed.push(field);
  }
  return { schedule: scheduleOf(parsed) };
}

function refused(
  text: unknown,
  problem: string,
  advice: Pick<Fault, "expected" | "fix"> = {},
): { readonly fault: Fault } {
  return { fault: { path: [], problem, got: rendered(text), ...advice } };
}

/** The first hit after the moment. Undefined where there is none up to the end of the fifth year after it. */
export function nextHit(schedule: Schedule, after: Date): Date | undefined {
  // The library starts at the next whole second, and counts the five years from there.
  const from = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  const limit = Date.UTC(new Date(from).getUTCFullYear() + 6, 0, 1);
  const first = Math.ceil(from / millisecondsPerMinute);
  const hit = hitsFrom(schedule, first, limit / millisecondsPerMinute).next();
  return hit.done === true ? undefined : new Date(hit.value * millisecondsPerMinute);
}

/** All hits in [from, to), in order. All are minutes from 1970-01-01 00:00 UTC. */
export function* hitsFrom(schedule: Schedule, from: number, to: number): Generator<number, void> {
  const inDay = schedule.minutesOfDay;
  if (inDay.length === 0) return;
  for (
    let day = firstHitMonthDay(schedule, Math.floor(from / minutesPerDay));
    day * minutesPerDay < to;
    day = firstHitMonthDay(schedule, day + 1)
  ) {
    if (!isHitDay(schedule, day)) continue;
    for (const minuteOfDay of inDay) {
      const minute = day * minutesPerDay + minuteOfDay;
      if (minute >= to) return;
      if (minute >= from) yield minute;
    }
  }
}

/** The days with hits in [from, to), in order, as days from 1970-01-01. */
export function* hitDays(schedule: Schedule, from: number, to: number): Generator<number, void> {
  if (schedule.minutesOfDay.length === 0) return;
  for (
    let day = firstHitMonthDay(schedule, from);
    day < to;
    day = firstHitMonthDay(schedule, day + 1)
  ) {
    if (isHitDay(schedule, day)) yield day;
  }
}

/** The last hit in [from, to), or undefined. All are minutes from 1970-01-01 00:00 UTC. */
export function lastHit(schedule: Schedule, from: number, to: number): number | undefined {
  const inDay = schedule.minutesOfDay;
  if (inDay.length === 0) return undefined;
  for (let day = Math.ceil(to / minutesPerDay) - 1; (day + 1) * minutesPerDay > from; day -= 1) {
    if (!isHitDay(schedule, day)) continue;
    const hit = inDay.findLast((minute) => day * minutesPerDay + minute < to);
    const minute = hit === undefined ? undefined : day * minutesPerDay + hit;
    if (minute !== undefined) {
      if (minute >= from) return minute;
      return undefined;
    }
  }
  return undefined;
}

const expected =
  "five fields (minute hour day-of-month month day-of-week) in UTC, e.g. 0 2 * * SUN, " +
  "or @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually";

interface Bounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, beginning with that of `min`. */
  readonly names: readonly string[];
}

interface Field {
  readonly matches: readonly boolean[];
  /** Whether the field contains a star without a step. */
  readonly hasStar: boolean;
}

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const dayNames = "sun mon tue wed thu fri sat".split(" ");

const fieldBounds: readonly Bounds[] = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of month", min: 1, max: 31, names: [] },
  { name: "month", min: 1, max: 12, names: monthNames },
  { name: "day of week", min: 0, max: 6, names: dayNames },
];

const textByDescriptor: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

function parseDescriptor(fields: readonly string[], text: string): ScheduleOrFault {
  const standard = fields.length === 1 ? textByDescriptor.get(fields[0] ?? "") : undefined;
  if (standard !== undefined) return parseSchedule(standard);
  const why =
    fields[0] === "@every"
      ? "counts from Karpenter's start, not from the clock"
      : "is no descriptor";
  return refused(text, why, { expected });
}

function scheduleOf([minutes, hours, daysOfMonth, months, daysOfWeek]: readonly Field[]): Schedule {
  const inHour = indexesOf(minutes);
  return {
    minutesOfDay: indexesOf(hours).flatMap((hour) => inHour.map((minute) => hour * 60 + minute)),
    daysOfMonth: daysOfMonth?.matches ?? [],
    months: months?.matches ?? [],
    daysOfWeek: daysOfWeek?.matches ?? [],
    needsBothDays: daysOfMonth?.hasStar === true || daysOfWeek?.hasStar === true,
  };
}

function indexesOf(field: Field | undefined): number[] {
  return (field?.matches ?? []).flatMap((isMatch, index) => (isMatch ? [index] : []));
}

/** A field, or what is wrong with it. Empty items between commas are ignored. */
function parseField(text: string, bounds: Bounds): Field | string {
  const matches = Array.from({ length: bounds.max + 1 }, () => false);
  let hasStar = false;
  for (const item of text.split(",").filter((part) => part !== "")) {
    const range = parseRange(item, bounds);
    if (typeof range === "string") return `has a bad ${bounds.name} ${rendered(item)}: ${range}`;
    for (let value = range.start; value <= range.end; value += range.step) matches[value] = true;
    hasStar ||= range.isStar;
  }
  return { matches, hasStar };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly isStar: boolean;
}

/** Reads `*`, `?`, `n` or `n-m`, each with an optional `/step`. `n/step` runs up to the maximum. */
function parseRange(item: string, bounds: Bounds): Range | string {
  const [span = "", stepText, ...moreSteps] = item.split("/");
  const [low = "", high, ...moreHyphens] = span.split("-");
  const isStar = low === "*" || low === "?";
  // The library ignores what follows a star and a hyphen: *-5 is *.
  if (!isStar && moreHyphens.length > 0) return "too many hyphens";
  if (moreSteps.length > 0) return "too many slashes";
  const start = isStar ? bounds.min : valueOf(low, bounds);
  const step = stepText === undefined ? 1 : numberOf(stepText);
  const runsToMaximum = isStar || (stepText !== undefined && high === undefined);
  const end = runsToMaximum ? bounds.max : high === undefined ? start : valueOf(high, bounds);
  if (start === undefined || end === undefined || step === undefined) return "no whole number";
  if (start < bounds.min || end > bounds.max) return `expected ${bounds.min} to ${bounds.max}`;
  if (start > end) return "the range ends before it begins";
  if (step === 0) return "a step is at least 1";
  return { start, end, step, isStar: isStar && step === 1 };
}

function valueOf(text: string, bounds: Bounds): number | undefined {
  const named = bounds.names.indexOf(text.toLowerCase());
  return named >= 0 ? bounds.min + named : numberOf(text);
}

/** A whole number from 0, or undefined. */
function numberOf(text: string): number | undefined {
  const number = parseGoInteger(text);
  return number === undefined || number < 0n || number > maxGoInteger ? undefined : Number(number);
}

/**
 * The day itself if its month matches, else the first day of the next matching month; Infinity if no
 * month does.
 */
function firstHitMonthDay(schedule: Schedule, day: number): number {
  const date = new Date(day * millisecondsPerDay);
  let month = date.getUTCMonth();
  if (schedule.months[month + 1] === true) return day;
  for (let later = 1; later <= 12; later += 1) {
    month = (month + 1) % 12;
    if (schedule.months[month + 1] === true) {
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) / millisecondsPerDay;
    }
  }
  return Infinity;
}

/** @param day days from 1970-01-01, which was a Thursday */
function isHitDay(schedule: Schedule, day: number): boolean {
  const date = new Date(day * millisecondsPerDay);
  if (schedule.months[date.getUTCMonth() + 1] !== true) return false;
  const monthDay = schedule.daysOfMonth[date.getUTCDate()] === true;
  const weekDay = schedule.daysOfWeek[date.getUTCDay()] === true;
  return schedule.needsBothDays ? monthDay && weekDay : monthDay || weekDay;
}
