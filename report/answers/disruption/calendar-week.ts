/** A week on the clocks of a time zone, from Monday midnight to Monday midnight. */

import { DateTime } from "luxon";
import { rendered } from "../../../scheduling/values/fault";
import { localText, offsetMinutes } from "../../../scheduling/budgets/local-time";
import { isTimeZone } from "../../../scheduling/budgets/maintenance-window";
import { millisecondsPerMinute } from "../../../scheduling/values/time-units";

export interface CalendarWeek {
  /** An IANA name. */
  readonly timeZone: string;
  /** The date of the Monday in the zone: `2026-03-09`. */
  readonly monday: string;
  /** Its first moment, in UTC: ISO 8601. */
  readonly from: string;
  /** The first moment of the next Monday, in UTC. */
  readonly to: string;
  /** 10080, except in a week in which the clocks change. */
  readonly minutes: number;
  /** Present if the clocks change in the week. */
  readonly clockChange?: ClockChange;
}

export interface ClockChange {
  /** The first moment of the new offset, in UTC. */
  readonly at: string;
  /** The same moment on the zone's clocks, with the new offset. */
  readonly localAt: string;
  /** Minutes ahead of UTC before and after. */
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

/** The week that contains the day, on the clocks of the zone. */
export function calendarWeek(
  timeZone: string,
  day: string,
): { readonly week: CalendarWeek } | { readonly fault: string } {
  if (typeof timeZone !== "string" || !isTimeZone(timeZone)) {
    return {
      fault: `names no time zone, got ${rendered(timeZone)}; expected an IANA name, e.g. Asia/Tokyo`,
    };
  }
  const date = dateText.test(day) ? DateTime.fromISO(day, { zone: timeZone }) : undefined;
  if (date?.isValid !== true) {
    return { fault: `is no date, got ${rendered(day)}; expected YYYY-MM-DD, e.g. 2026-03-09` };
  }
  const monday = date.startOf("week");
  const from = monday.toJSDate();
  const to = monday.plus({ weeks: 1 }).startOf("day").toJSDate();
  const change = clockChange(timeZone, from, to);
  return {
    week: {
      timeZone,
      monday: monday.toISODate() ?? day,
      from: from.toISOString(),
      to: to.toISOString(),
      minutes: (to.getTime() - from.getTime()) / millisecondsPerMinute,
      ...(change === undefined ? {} : { clockChange: change }),
    },
  };
}

const dateText = /^\d{4}-\d{2}-\d{2}$/;

/** No zone changes its clocks twice in a week. */
function clockChange(timeZone: string, from: Date, to: Date): ClockChange | undefined {
  const offsetBefore = offsetMinutes(from, timeZone);
  const offsetAfter = offsetMinutes(to, timeZone);
  if (offsetBefore === offsetAfter) return undefined;
  let [low, high] = [from.getTime(), to.getTime()];
  while (high - low > millisecondsPerMinute) {
    const middle = Math.floor((low + high) / 2 / millisecondsPerMinute) * millisecondsPerMinute;
    if (offsetMinutes(new Date(middle), timeZone) === offsetBefore) low = middle;
    else high = middle;
  }
  const at = new Date(high);
  return { at: at.toISOString(), localAt: localText(at, timeZone), offsetBefore, offsetAfter };
}
