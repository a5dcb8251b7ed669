import { nodePoolLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { requiredNodeAffinity } from "./node-affinity.builder";

/** Label of the system nodes. They are a managed node group, so Karpenter never launches or removes them. */
export const systemNodeSelector = { "node-group": "system" } as const;

/** Lets a pod onto the system nodes, whose taint is `CriticalAddonsOnly=true:NoSchedule`. */
export const systemNodeToleration: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };

/** The nodes on which Karpenter and the controllers of the operators run, in a cluster without our system nodes. */
export interface ControllerPlacement {
  /** Labels of those nodes. Empty: every node that Karpenter did not launch. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Tolerations for the taints of those nodes. */
  readonly tolerations: readonly Toleration[];
}

/**
 * Keeps a controller off Karpenter's nodes, as Karpenter's own chart does. A destroy removes these nodes first, and
 * the charts that are uninstalled after that still need a node to run their jobs on.
 */
export const offKarpenterNodes = requiredNodeAffinity([
  { key: nodePoolLabelKey, operator: "DoesNotExist" },
]);
