import { windowInWorkingHours as misreadWindow } from "../../answers/disruption/local-windows";
import type { PoolTrap } from "../trap";

/** Karpenter reads schedules in UTC, so a window that was meant for the night may be open by day. */
export const windowInWorkingHours: PoolTrap<"calendar"> = {
  id: "window-in-working-hours",
  title: "Windows within working hours",
  rank: 140,
  kind: "costly",
  fix: "Write the schedule in UTC.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ calendar }) => {
    const window = misreadWindow(calendar);
    if (window === undefined) return [];
    const when =
      window.localStart >= 7 * 60 && window.localStart < 10 * 60
        ? "the start of business"
        : "within working hours";
    return [
      `Schedules are in UTC: the window ${window.utc} UTC is ${window.local} in ${calendar.week.timeZone}, ${when}.`,
    ];
  },
};
