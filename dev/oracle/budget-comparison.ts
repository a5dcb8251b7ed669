/** Compares how many disruptions budgets allow at a given time: our model and Karpenter. */

import { allowedDisruptions } from "../../scheduling/budgets/disruption-budgets";
import type { Budget } from "../../scheduling/budgets/budget";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import { budgetBranches, budgetBranchNames } from "./budget-branches";
import { budgetCase, type BudgetCase } from "./budget-cases";
import type { Comparison, ExplainedDifference } from "./comparison";
import { expectAnswer } from "./expect-answer";

/** The function of the model. A test replaces it by a wrong one. */
export type BudgetModel = typeof allowedDisruptions;

/** @returns a comparison of numbers of nodes; Infinity means no limit */
export function budgetComparison(
  karpenter: Karpenter,
  model: BudgetModel = allowedDisruptions,
): Comparison<BudgetCase, number> {
  return {
    area: "budgets",
    cases: budgetCase,
    branches: budgetBranches,
    expectedBranches: budgetBranchNames,
    karpenter: (cases) =>
      karpenter
        .allowedDisruptions(
          cases.map(({ reason, at, ...rest }) => ({ ...rest, reasons: [reason], from: at })),
        )
        .map((reply, index) => {
          const [run] = expectAnswer(reply).byReason[cases[index]?.reason ?? ""] ?? [];
          if (run === undefined) throw new Error("Karpenter left the reason out");
          return run.allowed ?? Infinity;
        }),
    model: ({ budgets, reason, nodeCount, at }) => model(budgets, reason, nodeCount, at),
    explained: [largestCount],
    revive: (json) => {
      const { at, ...rest } = json as Omit<BudgetCase, "at"> & { readonly at: string };
      return { ...rest, at: new Date(at) };
    },
  };
}

const largestInteger = 2 ** 31 - 1;

const largestCount: ExplainedDifference<BudgetCase, number> = {
  id: "budget-of-the-largest-integer",
  why: `a budget of ${largestInteger} nodes: Karpenter's own number for no limit, so it cannot tell them apart; ours names the count`,
  upstream:
    "https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/apis/v1/nodepool.go#L369",
  explains: ({ budgets }, mine, theirs) =>
    mine === largestInteger && theirs === Infinity && (budgets ?? []).some(isOfLargest),
};

function isOfLargest({ nodes }: Budget): boolean {
  return Number(nodes) === largestInteger;
}
