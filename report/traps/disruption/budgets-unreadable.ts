import type { PoolTrap } from "../trap";

export const budgetsUnreadable: PoolTrap<"calendar"> = {
  id: "budgets-unreadable",
  title: "Budgets that Karpenter cannot read",
  rank: 90,
  kind: "costly",
  fix: "Correct the budget that is named under the pool's faults.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ calendar: { budgetsBroken } }) =>
    budgetsBroken
      ? [
          "Karpenter cannot read one of the budgets and therefore allows 0 disruptions for every reason, at all times: no node is removed when empty, none is patched by drift.",
        ]
      : [],
};
