/** Evictions and the age of nodes in the few words that a table cell has room for. */

import type { Eviction, PodOutlook } from "../../answers/disruption/first-eviction";
import type { HoursByPods } from "../../answers/disruption/node-age";
import { spanText } from "../../answers/disruption/span-text";
import { localText } from "../../../scheduling/budgets/local-time";

/** `Sun 22 Nov 02:00, drift`, with `Spot: any time` if the pool launches Spot. */
export function outlookSummary(outlook: PodOutlook, timeZone: string): string {
  const [first] = outlook.byKarpenter;
  const own =
    first === undefined ? "never by Karpenter" : `${momentOf(first, timeZone)}, ${first.by}`;
  return outlook.spotInterruption === undefined ? own : `${own}; Spot: any time`;
}

/** `30 days`. If a pod that may not be evicted adds a day or more, that age follows in brackets. */
export function ageSummary({ ordinary, blocking }: HoursByPods): string {
  const isLonger = ordinary !== null && (blocking === null || blocking - ordinary >= 24);
  return isLonger
    ? `${spanOrNoBound(ordinary)} (${spanOrNoBound(blocking)})`
    : spanOrNoBound(ordinary);
}

/** Like `ageSummary`. Without a wait, drift replaces a node as soon as budgets have room for it. */
export function unpatchedSummary(hours: HoursByPods): string {
  if (hours.ordinary !== 0) return ageSummary(hours);
  return hours.blocking === null ? "no wait (no bound)" : "no wait";
}

/** `30 days`, or `no bound`. */
export function spanOrNoBound(hours: number | null): string {
  return hours === null ? "no bound" : spanText(hours);
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const weekdays = "Sun Mon Tue Wed Thu Fri Sat".split(" ");

function momentOf({ at }: Eviction, timeZone: string): string {
  const local = localText(new Date(at), timeZone);
  const day = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  const name = weekdays[day.getUTCDay()] ?? "";
  const month = months[day.getUTCMonth()] ?? "";
  return `${name} ${day.getUTCDate()} ${month} ${local.slice(11, 16)}`;
}
