import type { NodeSelectorRequirement } from "../requirements/requirements";
import type { Toleration } from "../taints/taints";

/**
 * What decides where an agent runs. An agent is a DaemonSet, or a service of the host that does the
 * same work.
 */
export interface Agent {
  readonly name: string;
  /** What it does on a node, in a few words. */
  readonly purpose: string;
  /** The resource that it makes nodes offer, for example `nvidia.com/gpu`. */
  readonly publishes?: string;
  /** The resource of the nodes that it is for, whatever its selector says. */
  readonly meantFor?: string;
  readonly tolerations: readonly Toleration[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Terms of its required node affinity. One of them has to match. Empty: the agent has no affinity. */
  readonly affinityTerms: readonly (readonly NodeSelectorRequirement[])[];
  /** Labels that a node gets because the agent runs there. */
  readonly labelling?: readonly Labelling[];
}

/** Labels that appear on a node once an agent has run there. */
export interface Labelling {
  /** First part of the label keys, for example `feature.node.kubernetes.io/`. */
  readonly prefix: string;
  /** Who puts the labels on the node. */
  readonly by: string;
}
