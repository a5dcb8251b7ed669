import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { parseDuration } from "../../../scheduling/values/duration";
import { spanText } from "../../answers/disruption/span-text";
import { calendarOf } from "../../answers/disruption/disruption-calendar";
import { firstOpening } from "../../answers/disruption/openings";
import type { PoolTrap } from "../trap";
import { budgetText } from "../../answers/disruption/budget-text";

export const neverRemovedWhenEmpty: PoolTrap<"nodePool" | "calendar"> = {
  id: "never-removed-when-empty",
  title: "Nodes that are never removed when empty",
  rank: 130,
  kind: "costly",
  impliedBy: ["budgets-unreadable", "nodes-never-disrupted"],
  fix: "Name reasons in the budget of 0, so that it leaves Empty out.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ nodePool, calendar }) => {
    const { budgets, replicas } = nodePool;
    if (replicas !== undefined || calendar.budgetsBroken) return [];
    const { never } = calendarOf(calendar, "Empty");
    const { nodeCount, week } = calendar;
    const opening = { budgets, reason: "Empty", nodeCount } as const;
    if (never === undefined && firstOpening(opening, new Date(week.from)) !== undefined) return [];
    return [
      `A node is never removed when empty: ${never ?? budgetReason(nodePool)}. It is paid for ${untilText(nodePool)}.`,
    ];
  },
};

function budgetReason({ budgets }: NodePool): string {
  const zero = budgets.find(({ nodes, reasons }) => /^0+%?$/.test(nodes) && reasons == null);
  return zero === undefined
    ? "budgets allow 0 nodes for Empty at any time"
    : `the budget "${budgetText(zero)}" names no reasons and so keeps empty nodes too`;
}

function untilText({ expireAfter }: NodePool): string {
  return expireAfter === "Never"
    ? "without an end"
    : `until expireAfter ${expireAfter} (${spanText((parseDuration(expireAfter) ?? 0) / 3600)})`;
}
