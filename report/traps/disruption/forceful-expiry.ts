import { parseDuration } from "../../../scheduling/values/duration";
import { spanText } from "../../answers/disruption/span-text";
import { calendarOf } from "../../answers/disruption/disruption-calendar";
import type { PoolTrap } from "../trap";

/** Told where budgets hold back drift for most of the week: the nodes are meant to be left alone. */
export const forcefulExpiry: PoolTrap<"nodePool" | "calendar"> = {
  id: "forceful-expiry",
  title: "Expiry by force",
  rank: 120,
  kind: "costly",
  impliedBy: ["budgets-unreadable"],
  fix: "Set expireAfter to Never and let drift replace nodes within the budgets, or accept the expiry.",
  at: ["spec", "template", "spec", "expireAfter"],
  textsFor: ({ nodePool: { expireAfter }, calendar }) => {
    if (expireAfter === "Never") return [];
    if (calendarOf(calendar, "Drifted").openMinutes * 2 >= calendar.week.minutes) return [];
    const span = spanText((parseDuration(expireAfter) ?? 0) / 3600);
    const isDefault = expireAfter === "720h" ? ", which is also the default," : "";
    return [
      `expireAfter ${expireAfter}${isDefault} is a forceful expiry and ignores budgets: every node is drained ${span} after its creation, with whatever runs on it.`,
    ];
  },
};
