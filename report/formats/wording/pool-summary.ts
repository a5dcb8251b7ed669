/** Each part of a pool's report in the few words that a table cell has room for. */

import type { LaunchableOfferings } from "../../answers/launchable/launchable-offerings";
import { familiesOf } from "../../../scheduling/launchable/families";
import type { PoolCeiling, TypeCeiling } from "../../../scheduling/limits/ceilings";
import type { PoolCost } from "../../answers/limits/cost";
import type {
  CalendarInterval,
  DisruptionCalendar,
} from "../../answers/disruption/disruption-calendar";
import type { DisruptionReason } from "../../../scheduling/budgets/budget";
import { formatDays, weekdays, type Weekday } from "../../../scheduling/budgets/maintenance-window";
import { amountOf, counted, dollars } from "../../../scheduling/values/wording";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { formatTaint } from "../../../scheduling/taints/taints";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { deviceNoun } from "../../answers/limits/device-noun";

/** `24 types of 3 families, spot and on-demand`. */
export function launchSummary({ types, capacityTypes }: LaunchableOfferings): string {
  if (types.length === 0 || capacityTypes.length === 0) return "nothing";
  const families = familiesOf(types);
  const [only] = families;
  const of = families.length === 1 ? ` of ${only ?? ""}` : ` of ${families.length} families`;
  return `${counted(types.length, "type")}${of}, ${capacityTypes.join(" or ")}`;
}

/** `8 to 100 of 100 GPUs`; counts nodes if the pool has no devices. */
export function ceilingSummary(ceiling: PoolCeiling): string {
  const { fewest, most, resource, deviceLimit, unbounded, types } = ceiling;
  if (types.length === 0) return "–";
  if (unbounded.length === types.length) return "no limit";
  const size = ({ devices, nodes }: TypeCeiling): number =>
    (resource === undefined ? nodes : devices) ?? 0;
  const [least, greatest] = [fewest, most].map((one) => (one === undefined ? 0 : size(one)));
  const range = rangeText(least ?? 0, greatest ?? 0);
  const of = deviceLimit === undefined ? "" : ` of ${deviceLimit.toLocaleString("en-US")}`;
  const noun = resource === undefined ? "nodes" : deviceNoun(resource);
  const rest = unbounded.length === 0 ? "" : `, ${counted(unbounded.length, "type")} without limit`;
  return `${range}${of} ${noun}${rest}`;
}

/** `$1,234`, an hour. */
export function costSummary({ kind, usdPerHour, dearest }: PoolCost): string {
  switch (kind) {
    case "bounded":
      return dollars(usdPerHour ?? 0);
    case "unbounded":
      return dearest === undefined
        ? "no bound"
        : `no bound; ${dollars(dearest.usdPerHour)} a ${dearest.type}`;
    case "nothing":
      return "nothing";
  }
}

/** When drift may disrupt a node: `Sun 02:00 to 04:00, 1 node`. */
export function driftSummary(calendar: DisruptionCalendar): string {
  return reasonSummary(calendar, "Drifted");
}

/** The reasons that the calendars of the pools have, which are the same for every pool of a report. */
export function calendarReasons(
  pools: readonly { readonly calendar: DisruptionCalendar }[],
): readonly DisruptionReason[] {
  return pools[0]?.calendar.reasons.map(({ reason }) => reason) ?? [];
}

/** When a node may be disrupted for the reason. */
export function reasonSummary(
  { reasons, week }: DisruptionCalendar,
  reason: DisruptionReason,
): string {
  const calendar = reasons.find((one) => one.reason === reason);
  if (calendar === undefined || calendar.never !== undefined || calendar.openMinutes === 0) {
    return "never";
  }
  const open = calendar.intervals.filter(({ allowed }) => allowed !== 0);
  const [first] = open;
  if (first === undefined) return "never";
  const amount = writtenText(first);
  if (calendar.openMinutes === week.minutes) return `any time, ${amount}`;
  if (open.length > 2) {
    return `${weeklyWindows(open)}, ${amount}`;
  }
  const windows = open.map(({ localFrom, localTo }) => windowText(localFrom, localTo));
  return `${windows.join(", ")}, ${amount}`;
}

/** `nvidia.com/gpu`, with the effect where it is not NoSchedule; `none` for a pool without taints. */
export function taintsSummary({ taints }: Pick<NodePool, "taints">): string {
  return taints.length === 0
    ? "none"
    : taints.map((taint) => formatTaint(taint).replace(/:NoSchedule$/, "")).join(", ");
}

/** The weight; a dash for a pool without one. */
export function weightSummary({ weight }: Pick<NodePool, "weight">): string {
  return weight === 0 ? "–" : String(weight);
}

/** `nvidia.com/gpu 100, memory 2000Gi`. */
export function limitsText(limits: PoolCeiling["limits"]): string {
  const entries = Object.entries(limits);
  if (entries.length === 0) return "none";
  return entries
    .map(([resource, limit]) => {
      const amount = parseQuantity(limit);
      return `${resource} ${amount === undefined ? String(limit) : amountOf(resource, amount)}`;
    })
    .join(", ");
}

/** The budget as it is written, `10%` or `1 node`, because the size of the pool is not known here. */
function writtenText({ written }: CalendarInterval): string {
  if (written === undefined) return "no limit";
  return written.endsWith("%") ? written : counted(Number(written), "node");
}

/** `Sun 02:00` of `2026-03-08T02:00-05:00`. */
function localClock(local: string): string {
  const day = new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return `${weekdayNames[day] ?? ""} ${local.slice(11, 16)}`;
}

const weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** Windows at the same time of day share their days: `Mon-Fri 18:00 to 09:00, Sat, Sun`. */
function weeklyWindows(open: readonly CalendarInterval[]): string {
  const daysByClock = new Map<string, Weekday[]>();
  for (const { localFrom, localTo } of open) {
    const clock = `${localFrom.slice(11, 16)} to ${endText(localFrom, localTo)}`;
    daysByClock.set(clock, [...(daysByClock.get(clock) ?? []), weekdayOf(localFrom)]);
  }
  return [...daysByClock].map(([clock, days]) => `${daysText(days)} ${clock}`).join(", ");
}

/** A window that ends within a day of its start needs no day at its end. */
function endText(from: string, to: string): string {
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
  return hours <= 24 ? to.slice(11, 16) : localClock(to);
}

function weekdayOf(local: string): Weekday {
  const day = (new Date(local.slice(0, 10)).getUTCDay() + 6) % 7;
  return weekdays[day] ?? "MON";
}

/** `Mon-Fri`, as `formatDays` has it in capitals. */
function daysText(days: readonly Weekday[]): string {
  return formatDays(days).replace(/[A-Z]{3}/g, (day) => `${day[0]}${day.slice(1).toLowerCase()}`);
}

function windowText(from: string, to: string): string {
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 16) : localClock(to);
  return `${localClock(from)} to ${end}`;
}

function rangeText(least: number, most: number): string {
  const [from, to] = [least, most].map((count) => count.toLocaleString("en-US"));
  return least === most ? (to ?? "") : `${from} to ${to}`;
}
