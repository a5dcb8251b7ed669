/**
 * What a NodePool's limits leave room for. Karpenter counts the physical capacity of the nodes, stops at
 * the first resource that is exceeded, and knows the resource `nodes` beside those of the instance.
 * https://karpenter.sh/v1.14/concepts/nodepools/#speclimits
 */

import { capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import { parseQuantity } from "../values/quantity";

export type PoolLimits = Readonly<Record<string, string | number>>;

/** Annotation of a NodePool whose limits are 0 on purpose: it keeps its nodes and launches no more. */
export const retiredAnnotationKey = "accelerator-platform.io/retired";

/** How many nodes of one type fit, and the limit that stops the next one. */
export interface Room {
  /** Infinite where no limit counts anything that the type has. */
  readonly nodes: number;
  readonly binding?: string;
}

/** Room for nodes of that type alone in an empty pool. Limits that are no quantity are left aside. */
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
