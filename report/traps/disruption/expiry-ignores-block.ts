import { parseDuration } from "../../../scheduling/values/duration";
import { spanText } from "../../answers/disruption/span-text";
import { calendarOf } from "../../answers/disruption/disruption-calendar";
import type { PoolTrap } from "../trap";

/**
 * Budgets close some hours of the week for drift, and expiry does not heed them. Where they close most of the week,
 * `forceful-expiry` says it.
 */
export const expiryIgnoresBlock: PoolTrap<"nodePool" | "calendar"> = {
  id: "expiry-ignores-block",
  title: "Expiry that ignores a block",
  rank: 122,
  kind: "costly",
  fix: "Set expireAfter to Never and let drift replace nodes outside of the block.",
  at: ["spec", "template", "spec", "expireAfter"],
  textsFor: ({ nodePool: { expireAfter }, calendar }) => {
    const { openMinutes, never } = calendarOf(calendar, "Drifted");
    const closed = calendar.week.minutes - openMinutes;
    if (expireAfter === "Never" || never !== undefined || calendar.budgetsBroken) return [];
    if (closed < leastMinutes || openMinutes * 2 < calendar.week.minutes) return [];
    const span = spanText((parseDuration(expireAfter) ?? 0) / 3600);
    return [
      `Budgets keep drift away for ${spanText(closed / 60)} of the week, but expireAfter ${expireAfter} heeds no budget: each node is drained ${span} after its creation, within the block too.`,
    ];
  },
};

/** A shorter block is rarely hit, and rarely meant. */
const leastMinutes = 60;
