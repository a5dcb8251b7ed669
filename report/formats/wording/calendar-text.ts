import { formatDays, weekdays, type Weekday } from "../../../scheduling/budgets/maintenance-window";
import type {
  CalendarInterval,
  DisruptionCalendar,
} from "../../answers/disruption/disruption-calendar";

/** The calendar in plain words, one line for each reason. */
export function calendarText({ reasons, week }: DisruptionCalendar): readonly string[] {
  return reasons.map(({ reason, never, intervals, openMinutes }) => {
    if (never !== undefined) return `${reason}: never, ${never}`;
    if (openMinutes === 0) return `${reason}: never in this week, budgets allow 0 nodes`;
    const open = intervals.filter(({ allowed }) => allowed !== 0);
    if (openMinutes === week.minutes && open.length === 1) {
      return `${reason}: at any time, ${allowedText(open[0]?.allowed ?? null)}`;
    }
    return `${reason}: ${windowTexts(open).join("; ")} in ${week.timeZone}`;
  });
}

/** How many nodes may be disrupted at once, in words. */
export function allowedText(allowed: number | null): string {
  if (allowed === null) return "all nodes at once";
  return allowed === 1 ? "1 node at a time" : `${allowed} nodes at once`;
}

/** Windows at the same time of day share one text: `MON-FRI 08:00 to 09:00, 1 node at a time`. */
function windowTexts(open: readonly CalendarInterval[]): readonly string[] {
  const daysByText = new Map<string, Weekday[]>();
  for (const { localFrom, localTo, allowed } of open) {
    const overnight = localFrom.slice(0, 10) === localTo.slice(0, 10) ? "" : `${dayOf(localTo)} `;
    const text = `${localFrom.slice(11, 16)} to ${overnight}${localTo.slice(11, 16)}, ${allowedText(allowed)}`;
    daysByText.set(text, [...(daysByText.get(text) ?? []), dayOf(localFrom)]);
  }
  return [...daysByText].map(([text, days]) => `${formatDays(days)} ${text}`);
}

function dayOf(local: string): Weekday {
  // A date without a time has the same weekday everywhere. JavaScript counts weekdays from Sunday.
  const day = (new Date(local.slice(0, 10)).getUTCDay() + 6) % 7;
  return weekdays[day] ?? "MON";
}
