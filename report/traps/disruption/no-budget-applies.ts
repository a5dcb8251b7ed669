import type { DisruptionReason } from "../../../scheduling/budgets/budget";
import type { CalendarWeek } from "../../answers/disruption/calendar-week";
import type { CalendarInterval } from "../../answers/disruption/disruption-calendar";
import { windowsText } from "../../answers/disruption/window-text";
import type { PoolTrap } from "../trap";

/**
 * Reported only for Drifted and Underutilized. To remove all empty nodes at once is harmless, and Karpenter itself stops
 * node repair while more than 20 % of a pool is unhealthy.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/repair.go#L314
 */
export const noBudgetApplies: PoolTrap<"calendar"> = {
  id: "no-budget-applies",
  title: "No budget applies",
  rank: 100,
  kind: "costly",
  fix: "Add a budget without a schedule that limits these reasons at all times.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ calendar }) => {
    if (calendar.budgetsBroken) return [];
    const unlimited = calendar.reasons.filter(
      ({ reason, never, intervals }) =>
        (reason === "Drifted" || reason === "Underutilized") &&
        never === undefined &&
        intervals.some(({ allowed }) => allowed === null),
    );
    if (unlimited.length === 0) return [];
    const reasonsWhen = new Map<string, DisruptionReason[]>();
    for (const { reason, intervals } of unlimited) {
      const when = whenText(intervals, calendar.week);
      reasonsWhen.set(when, [...(reasonsWhen.get(when) ?? []), reason]);
    }
    const texts = [...reasonsWhen].map(([when, reasons]) => `to ${reasons.join(" and ")} ${when}`);
    return [`No budget applies ${texts.join(", and ")}: all nodes of the pool may go at once.`];
  },
};

/** `outside Mon 00:00 to 24:00 (UTC)`: a budget applies in these windows alone. */
function whenText(intervals: readonly CalendarInterval[], { timeZone }: CalendarWeek): string {
  const limited = intervals.filter(({ allowed }) => allowed !== null);
  return limited.length === 0
    ? "at any time"
    : `outside ${windowsText(joined(limited))} (${timeZone})`;
}

/** Neighbours are one window, whatever their budgets allow. */
function joined(intervals: readonly CalendarInterval[]): readonly CalendarInterval[] {
  const windows: CalendarInterval[] = [];
  for (const interval of intervals) {
    const last = windows.at(-1);
    if (last?.to !== interval.from) windows.push(interval);
    else windows[windows.length - 1] = { ...last, to: interval.to, localTo: interval.localTo };
  }
  return windows;
}
