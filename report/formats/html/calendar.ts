import { DateTime } from "luxon";

import { millisecondsPerMinute } from "../../../scheduling/values/time-units";
import type {
  CalendarInterval,
  DisruptionCalendar,
  ReasonCalendar,
} from "../../answers/disruption/disruption-calendar";
import { allowedText, calendarText } from "../wording/calendar-text";
import type { CalendarWeek } from "../../answers/disruption/calendar-week";
import { markup, type Markup } from "./markup";
import { decoration, picture, rectangle, verticalLine } from "./svg";

const laneHeight = 9;
const laneGap = 3;

/**
 * The weeks of all pools, one below the other. Each reason has a lane, which is filled while a node may be disrupted.
 */
export function calendarFigure(
  week: CalendarWeek,
  calendars: readonly DisruptionCalendar[],
): Markup {
  return markup`<figure class="calendar">
<figcaption>${caption(week)}</figcaption>
${legend(calendars)}
<div class="strip days" aria-hidden="true"><div></div><div>${dayNames(week)}</div></div>
${calendars.map((calendar) => poolRow(week, calendar))}
</figure>`;
}

function caption({ monday, timeZone, clockChange }: CalendarWeek): string {
  const change =
    clockChange === undefined
      ? ""
      : ` Clocks are moved in this week, to ${clockChange.localAt.slice(11)} on ${clockChange.localAt.slice(0, 10)}.`;
  return `Week from Monday ${monday}, clocks of ${timeZone}. Filled: Karpenter may take a node.${change}`;
}

function legend(calendars: readonly DisruptionCalendar[]): Markup {
  const reasons = calendars[0]?.reasons ?? [];
  return markup`<ul class="legend">${reasons.map(
    ({ reason }) =>
      markup`<li>${decoration(10, [rectangle({ x: 0, width: 100, y: 0, height: 10 }, classOf(reason))])}${reasonMeaning[reason]}</li>`,
  )}<li>${decoration(10, [rectangle({ x: 0, width: 100, y: 3, height: 4 }, "track")])}Not at this time</li></ul>`;
}

const reasonMeaning: Readonly<Record<ReasonCalendar["reason"], string>> = {
  Empty: "Empty: no pod left on it",
  Drifted: "Drifted: a new AMI or pool definition",
  Underutilized: "Underutilized: its pods fit elsewhere",
  Unhealthy: "Unhealthy: node repair",
};

function poolRow(week: CalendarWeek, calendar: DisruptionCalendar): Markup {
  const { pool, reasons } = calendar;
  const height = reasons.length * (laneHeight + laneGap) + laneGap;
  const lanes = reasons.flatMap((reason, index) =>
    lane(week, reason, laneGap + index * (laneHeight + laneGap)),
  );
  const days = midnights(week).map((at) => verticalLine(share(week, at), 0, height, "grid"));
  const texts = calendarText(calendar);
  return markup`<div class="strip"><div class="name">${pool}</div><div>${picture({
    title: `Disruption calendar of ${pool}`,
    description: `${texts.join(". ")}.`,
    height,
    content: [...lanes, ...days],
  })}</div></div>`;
}

function lane(week: CalendarWeek, reason: ReasonCalendar, y: number): readonly Markup[] {
  const middle = { y: y + 3, height: laneHeight - 6 };
  const track = rectangle({ x: 0, width: 100, ...middle }, "track");
  if (reason.never !== undefined) return [track];
  const open = reason.intervals.filter(({ allowed }) => allowed !== 0);
  return [
    track,
    ...open.map((interval) => {
      const x = share(week, Date.parse(interval.from));
      const width = share(week, Date.parse(interval.to)) - x;
      const box = { x, width, y, height: laneHeight };
      return rectangle(box, classOf(reason.reason), tipOf(reason, interval));
    }),
  ];
}

function tipOf({ reason }: ReasonCalendar, interval: CalendarInterval): string {
  const { localFrom, localTo, allowed, written } = interval;
  const budget = written === undefined ? "no budget" : `budget ${written}`;
  return `${reason}: ${clock(localFrom)} to ${clock(localTo)}, ${allowedText(allowed)} (${budget})`;
}

/** `Sun 02:00` of `2026-03-08T02:00-05:00`. */
function clock(local: string): string {
  const day = DateTime.fromISO(local.slice(0, 10), { zone: "utc", locale: "en" }).toFormat("ccc");
  return `${day} ${local.slice(11, 16)}`;
}

function dayNames(week: CalendarWeek): Markup {
  const starts = midnights(week);
  const cells = starts.map((start, index) => {
    const end = starts[index + 1] ?? Date.parse(week.to);
    const name = DateTime.fromMillis(start, { zone: week.timeZone, locale: "en" }).toFormat(
      "ccc d",
    );
    return markup`<span style="width:${(share(week, end) - share(week, start)).toFixed(3)}%">${name}</span>`;
  });
  return markup`${cells}`;
}

/** The local midnights at which a day of the week begins; a day may have 23 or 25 hours. */
function midnights({ monday, timeZone }: CalendarWeek): readonly number[] {
  const first = DateTime.fromISO(monday, { zone: timeZone });
  return [0, 1, 2, 3, 4, 5, 6].map((days) => first.plus({ days }).startOf("day").toMillis());
}

/** How much of the week has passed at the moment, in percent. */
function share({ from, minutes }: CalendarWeek, at: number): number {
  return ((at - Date.parse(from)) / (minutes * millisecondsPerMinute)) * 100;
}

function classOf(reason: ReasonCalendar["reason"]): string {
  return reason.toLowerCase();
}
