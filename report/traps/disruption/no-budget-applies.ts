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
    const when = unlimited.every(({ intervals }) => intervals.length === 1)
      ? "at any time"
      : "outside the scheduled windows";
    const reasons = unlimited.map(({ reason }) => reason).join(" and ");
    return [`No budget applies to ${reasons} ${when}: all nodes of the pool may go at once.`];
  },
};
