/** Why Karpenter disrupts a node voluntarily. */
export type DisruptionReason = (typeof disruptionReasons)[number];

export const disruptionReasons = ["Empty", "Drifted", "Underutilized"] as const;

/** One entry of `spec.disruption.budgets`. */
export interface Budget {
  /** A count (`2`) or a percentage, which Karpenter rounds up (`10%`). Always text. */
  readonly nodes: string;
  /** When the budget becomes active: cron, in UTC. Needs `duration`. */
  readonly schedule?: string;
  /** How long the budget then stays active: hours and minutes (`1h30m`). Needs `schedule`. */
  readonly duration?: string;
  /** Absent: the budget applies to every reason. An empty list: to none. */
  readonly reasons?: readonly string[];
}

/** What the CRD fills in for a NodePool without budgets. */
export const defaultBudgets: readonly Budget[] = [{ nodes: "10%" }];
