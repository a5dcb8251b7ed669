/**
 * Budgets that change nothing. For each reason, Karpenter takes the smallest of all active budgets. So a budget has no
 * effect if another active budget never allows more.
 */

import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import { activeWindows } from "../../../scheduling/budgets/disruption-budgets";
import { disruptionReasons, type Budget } from "../../../scheduling/budgets/budget";
import {
  millisecondsPerMinute,
  minutesPerDay,
  minutesPerWeek,
} from "../../../scheduling/values/time-units";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { isWeekly } from "./openings";

export interface DeadBudget {
  /** Its place in the pool's list, from 0. */
  readonly index: number;
  /**
   * The places of the budgets that always allow as little or less. Empty if the reasons of this budget never come up.
   */
  readonly ruledBy: readonly number[];
}

/**
 * The budgets of the pool that change nothing. Looks at one week from the moment on, or at one year if schedules follow
 * dates. If two budgets are equal, the later one is dead.
 */
export function deadBudgets(pool: NodePool, from: Date): readonly DeadBudget[] {
  const { budgets } = pool;
  if (isBrokenAtRunTime(budgets)) return [];
  const spans = spansOf(budgets, from);
  const possible = disruptionReasons.filter((r) => neverDisruptedBecause(pool, r) === undefined);
  return budgets.flatMap((budget, index): DeadBudget[] => {
    const reasons = possible.filter((reason) => appliesTo(budget, reason));
    if (reasons.length === 0) return [{ index, ruledBy: [] }];
    const ruledBy = new Set<number>();
    let isEverActive = false;
    for (const { active } of spans) {
      if (!active.has(index)) continue;
      isEverActive = true;
      for (const reason of reasons) {
        const ruler = [...active].find(
          (other) => appliesTo(at(budgets, other), reason) && rules(budgets, other, index),
        );
        if (ruler === undefined) return [];
        ruledBy.add(ruler);
      }
    }
    return isEverActive ? [{ index, ruledBy: [...ruledBy].sort((a, b) => a - b) }] : [];
  });
}

/** The periods in which the same budgets are active. */
function spansOf(
  budgets: readonly Budget[],
  from: Date,
): readonly { readonly active: ReadonlySet<number> }[] {
  const minutes = isWeekly(budgets) ? minutesPerWeek : 366 * minutesPerDay;
  const to = new Date(from.getTime() + minutes * millisecondsPerMinute);
  const windows = budgets.map((budget) => activeWindows(budget, from, to));
  const edges = windows.flatMap((own) =>
    own.flatMap((one) => [one.from.getTime(), one.to.getTime()]),
  );
  const starts = [...new Set(edges)].filter((edge) => edge < to.getTime());
  return starts.map((start) => ({
    active: new Set(
      windows.flatMap((own, index) =>
        own.some((window) => window.from.getTime() <= start && start < window.to.getTime())
          ? [index]
          : [],
      ),
    ),
  }));
}

/**
 * Whether budget `one` never allows more than budget `other`, for any number of nodes. If both are equal, the first one
 * counts.
 */
function rules(budgets: readonly Budget[], one: number, other: number): boolean {
  if (one === other) return false;
  const [a, b] = [at(budgets, one), at(budgets, other)];
  return isNoLooser(a, b) && (!isNoLooser(b, a) || one < other);
}

function isNoLooser(one: Budget, other: Budget): boolean {
  const [a, b] = [sizeOf(one), sizeOf(other)];
  if (a.count === 0) return true;
  if (a.isShare === b.isShare) return a.count <= b.count;
  // Karpenter rounds any share of at least one node up to one node.
  return !a.isShare && a.count === 1 && b.count > 0;
}

function sizeOf({ nodes }: Budget): { readonly count: number; readonly isShare: boolean } {
  // The CRD fills in 10%.
  const written = nodes ?? "10%";
  return { count: parseInt(written, 10), isShare: written.endsWith("%") };
}

function appliesTo({ reasons }: Budget, reason: string): boolean {
  return reasons?.includes(reason) ?? true;
}

function at(budgets: readonly Budget[], index: number): Budget {
  return budgets[index] ?? { nodes: "100%" };
}
