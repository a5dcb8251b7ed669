import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { budgetText } from "../../answers/disruption/budget-text";
import { firstOpening } from "../../answers/disruption/openings";
import type { PoolTrap } from "../trap";

/**
 * Told where node repair is on and voluntary: only then the calendar has the reason Unhealthy.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/repair.go#L154
 */
export const repairFrozen: PoolTrap<"nodePool" | "calendar"> = {
  id: "repair-frozen",
  title: "Broken nodes that are never repaired",
  rank: 127,
  kind: "costly",
  fix: "Name the reasons in the budget of 0, or add a budget for Unhealthy alone.",
  at: ["spec", "disruption", "budgets"],
  textsFor: ({ nodePool, calendar }) => {
    const { reasons, nodeCount, week, budgetsBroken } = calendar;
    const repair = reasons.find(({ reason }) => reason === "Unhealthy");
    if (repair === undefined || budgetsBroken) return [];
    const opening = { budgets: nodePool.budgets, reason: "Unhealthy", nodeCount } as const;
    const isOpen = firstOpening(opening, new Date(week.from)) !== undefined;
    if (repair.never === undefined && isOpen) return [];
    return [
      `Node repair is on, but a broken node is never repaired: ${repair.never ?? budgetReason(nodePool)}. It stays, and is paid for, until a person deletes it.`,
    ];
  },
};

function budgetReason({ budgets }: NodePool): string {
  const zero = budgets.find(({ nodes, reasons }) => /^0+%?$/.test(nodes) && reasons == null);
  return zero === undefined
    ? "budgets allow 0 nodes for Unhealthy at any time"
    : `the budget "${budgetText(zero)}" names no reasons and so stops repair too`;
}
