import { spanText } from "../../answers/disruption/span-text";
import { calendarOf } from "../../answers/disruption/disruption-calendar";
import { longestClosed } from "../../answers/disruption/openings";
import type { PoolTrap } from "../trap";

/** Shorter waits are not reported. A pool chooses such a wait itself, with consolidateAfter. */
const leastMinutes = 60;

export const emptyNodeWaits: PoolTrap<"nodePool" | "calendar"> = {
  id: "empty-node-waits",
  title: "Empty nodes that wait for a window",
  rank: 265,
  kind: "costly",
  impliedBy: ["nodes-never-disrupted"],
  fix: "Add a budget for the reason Empty, and name reasons in the others.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ nodePool: { budgets }, calendar }) => {
    const { budgetsBroken, nodeCount, week } = calendar;
    if (budgetsBroken || calendarOf(calendar, "Empty").never !== undefined) return [];
    const opening = { budgets, reason: "Empty", nodeCount } as const;
    const minutes = longestClosed(opening, new Date(week.from));
    if (minutes === undefined || minutes < leastMinutes) return [];
    return [
      `An empty node waits up to ${spanText(minutes / 60)} for a moment in which budgets let it go, at full price.`,
    ];
  },
};
