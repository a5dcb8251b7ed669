/**
 * How many nodes fit into the limits of a NodePool. Karpenter sums up the physical capacity of the nodes
 * and stops at the first limit. Besides the resources of an instance, a limit may name `nodes`.
 * https://karpenter.sh/v1.15/concepts/nodepools/#speclimits
 */

import { capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import { parseQuantity } from "../values/quantity";

export type PoolLimits = Readonly<Record<string, string | number>>;

/** Annotation of a NodePool whose limits are 0 on purpose: it keeps its nodes and launches no more. */
export const retiredAnnotationKey = "accelerator-platform.io/retired";

/**
 * Annotation of a NodePool whose nodes may be in a capacity block. EC2 takes them at a fixed time, so a drain of them cannot wait.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html
 */
export const capacityBlocksAnnotationKey = "accelerator-platform.io/capacity-blocks";

/** How many nodes of one type fit, and the limit that stops the next one. */
export interface Room {
  /** Infinity where no limit concerns a resource of the type. */
  readonly nodes: number;
  readonly binding?: string;
}

/** The room in an empty pool for nodes of this type only. Limits that are no quantity are ignored. */
export function roomFor(type: InstanceType, limits: PoolLimits): Room {
  const capacity: Readonly<Record<string, number>> = { ...capacityOf(type), nodes: 1 };
  let room: Room = { nodes: Infinity };
  for (const [resource, limit] of Object.entries(limits)) {
    const each = capacity[resource] ?? 0;
    const most = parseQuantity(limit);
    if (each === 0 || most === undefined) continue;
    const nodes = Math.floor(most / each);
    if (nodes < room.nodes) room = { nodes, binding: resource };
  }
  return room;
}
