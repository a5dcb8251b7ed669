/** Runs the comparison of an area, and collects its explained differences. */

import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import { budgetComparison } from "./budget-comparison";
import { compare, type CompareOptions, type Outcome } from "./compare";
import type { Area, Comparison } from "./comparison";
import { filterComparison } from "./filter-comparison";
import { explainedText } from "./outcome-text";
import { requirementComparison } from "./requirement-comparison";
import { taintComparison } from "./taint-comparison";

/** A filter reads the whole catalogue and takes fifty times as long as another question. */
const casesPerFilter = 50;

/** The number of cases of an area for the number in --cases. */
export function casesOf(area: Area, cases: number): number {
  return area === "filter" ? Math.ceil(cases / casesPerFilter) : cases;
}

export interface AreaRun {
  readonly outcome: Outcome;
  /** Lines about the intended differences. */
  readonly explained: readonly string[];
}

export function runArea(
  area: Area,
  karpenter: Karpenter,
  { count, ...options }: CompareOptions,
): AreaRun {
  const run = <Case, Answer>(comparison: Comparison<Case, Answer>): AreaRun => {
    const outcome = compare(comparison, { ...options, count: casesOf(area, count) });
    return { outcome, explained: explainedText(outcome, comparison.explained) };
  };
  switch (area) {
    case "requirements":
      return run(requirementComparison(karpenter));
    case "budgets":
      return run(budgetComparison(karpenter));
    case "taints":
      return run(taintComparison(karpenter));
    case "filter":
      return run(filterComparison(karpenter));
  }
}
