/** Each part of a pool's report in the few words that a table cell has room for. */

import type { LaunchableOfferings } from "../../answers/launchable/launchable-offerings";
import { familiesOf } from "../../../scheduling/launchable/families";
import type { PoolCeiling, TypeCeiling } from "../../../scheduling/limits/ceilings";
import type { PoolCost } from "../../answers/limits/cost";
import type {
  CalendarInterval,
  DisruptionCalendar,
} from "../../answers/disruption/disruption-calendar";
import { windowsText } from "../../answers/disruption/window-text";
import type { DisruptionReason } from "../../../scheduling/budgets/budget";
import { amountOf, counted, dollars } from "../../../scheduling/values/wording";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { formatTaint } from "../../../scheduling/taints/taints";
import { millisecondsPerMinute } from "../../../scheduling/values/time-units";
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

/** When a node may be disrupted for the reason, and how many at once: `Mon 00:00 to 24:00, 25%; otherwise no limit`. */
export function reasonSummary(
  { reasons, week }: DisruptionCalendar,
  reason: DisruptionReason,
): string {
  const calendar = reasons.find((one) => one.reason === reason);
  if (calendar === undefined || calendar.never !== undefined || calendar.openMinutes === 0) {
    return "never";
  }
  const groups = amountGroups(calendar.intervals.filter(({ allowed }) => allowed !== 0));
  const [first, ...others] = groups;
  if (first === undefined) return "never";
  const isWholeWeek = calendar.openMinutes === week.minutes;
  if (isWholeWeek && others.length === 0) return `any time, ${first.amount}`;
  const rest = isWholeWeek ? groups.reduce((a, b) => (b.minutes > a.minutes ? b : a)) : undefined;
  const windows = groups
    .filter((group) => group !== rest)
    .map(({ amount, intervals }) => `${windowsText(intervals)}, ${amount}`);
  return [...windows, ...(rest === undefined ? [] : [`otherwise ${rest.amount}`])].join("; ");
}

/** Open intervals that allow the same, with their length together. */
interface AmountGroup {
  readonly amount: string;
  readonly intervals: readonly CalendarInterval[];
  readonly minutes: number;
}

function amountGroups(open: readonly CalendarInterval[]): readonly AmountGroup[] {
  const intervalsOf = new Map<string, CalendarInterval[]>();
  for (const interval of open) {
    const amount = writtenText(interval);
    intervalsOf.set(amount, [...(intervalsOf.get(amount) ?? []), interval]);
  }
  return [...intervalsOf].map(([amount, intervals]) => ({
    amount,
    intervals,
    minutes: intervals.reduce(
      (sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / millisecondsPerMinute,
      0,
    ),
  }));
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

function rangeText(least: number, most: number): string {
  const [from, to] = [least, most].map((count) => count.toLocaleString("en-US"));
  return least === most ? (to ?? "") : `${from} to ${to}`;
}
