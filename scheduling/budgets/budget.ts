import type { KarpenterMinor } from "../values/karpenter-minor";

/** Why Karpenter disrupts a node voluntarily. */
export type DisruptionReason = (typeof disruptionReasons)[number];

/**
 * Every reason of any version. `Unhealthy` exists since Karpenter 1.15, where node repair is voluntary and budgets limit
 * it.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/apis/v1/nodepool.go#L180
 */
export const disruptionReasons = ["Empty", "Drifted", "Underutilized", "Unhealthy"] as const;

/** The reasons that a version of Karpenter knows. Its CRD refuses any other reason in a budget. */
export function disruptionReasonsOf(minor: KarpenterMinor): readonly DisruptionReason[] {
  if (minor !== "1.14") return disruptionReasons;
  return disruptionReasons.filter((reason) => reason !== "Unhealthy");
}

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
