import { deadBudgets } from "../../answers/disruption/dead-budgets";
import type { PoolTrap } from "../trap";
import { budgetText } from "../../answers/disruption/budget-text";

export const deadBudget: PoolTrap<"nodePool" | "calendar"> = {
  id: "dead-budget",
  title: "Budgets without effect",
  rank: 260,
  kind: "costly",
  fix: "Remove the budget, or raise the one that rules over it.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ nodePool, calendar: { week } }) => {
    const texts = nodePool.budgets.map(budgetText);
    return deadBudgets(nodePool, new Date(week.from)).map(({ index, ruledBy }) => {
      const noEffect = `The budget "${texts[index]}" has no effect`;
      if (ruledBy.length === 0) {
        return `${noEffect}: Karpenter never takes a node of this pool for those reasons.`;
      }
      const rulers = ruledBy.map((ruler) => `"${texts[ruler]}"`).join(" and ");
      return `${noEffect}: budgets combine by minimum, and ${rulers} never ${ruledBy.length === 1 ? "allows" : "allow"} more.`;
    });
  },
};
