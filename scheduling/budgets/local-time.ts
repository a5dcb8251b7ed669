/** Moments in the local time of a time zone. */

import { IANAZone } from "luxon";
import { millisecondsPerMinute } from "../values/time-units";

/** `2026-11-23T08:00+09:00`, without seconds. The zone is an IANA name that `isTimeZone` accepts. */
export function localText(at: Date, timeZone: string): string {
  const offset = offsetMinutes(at, timeZone);
  const local = new Date(at.getTime() + offset * millisecondsPerMinute);
  return local.toISOString().slice(0, -8) + offsetText(offset);
}

/** How far the zone is ahead of UTC at the moment, in minutes. */
export function offsetMinutes(at: Date, timeZone: string): number {
  return IANAZone.create(timeZone).offset(at.getTime());
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset);
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(Math.floor(minutes % 60))}`;
}
