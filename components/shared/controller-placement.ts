import { nodePoolLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { requiredNodeAffinity } from "./node-affinity.builder";

/** Nodes on which Karpenter and the controllers of the operators run, where those are not the system nodes. */
export interface ControllerPlacement {
  /** Labels of those nodes; none: every node that Karpenter did not make. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Taints of those nodes that the controllers tolerate. */
  readonly tolerations: readonly Toleration[];
}

/**
 * Keeps a controller off Karpenter's nodes, as Karpenter's own chart does. At a destroy they go first, and what
 * is still to be uninstalled has to run somewhere.
 */
export const offKarpenterNodes = requiredNodeAffinity([
  { key: nodePoolLabelKey, operator: "DoesNotExist" },
]);
