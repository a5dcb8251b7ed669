import { nodeClassNames, type NodeClassName } from "./node-class-profiles";
import { tierNames, type TierName } from "./tier-profiles";

/**
 * Every tier and every node class has two slots: its own name, and the name with `-b`. A change that would
 * disturb running work is brought up in the other slot, and the old one is retired; nothing is renamed,
 * because a renamed NodePool is a deleted one, and deletion heeds no budget.
 */
export type PoolName = TierName | `${TierName}-b`;
export type NodeClassSlotName = NodeClassName | `${NodeClassName}-b`;

const secondSlot = "-b";

export const poolNames: readonly PoolName[] = tierNames.flatMap((tier) => [
  tier,
  `${tier}${secondSlot}` as const,
]);

export const nodeClassSlotNames: readonly NodeClassSlotName[] = nodeClassNames.flatMap((name) => [
  name,
  `${name}${secondSlot}` as const,
]);

/** The tier whose slot a pool is. */
export function tierOfPool(pool: PoolName): TierName {
  return withoutSlot(pool) as TierName;
}

/** The class whose slot a node class is. */
export function nodeClassOfSlot(slot: NodeClassSlotName): NodeClassName {
  return withoutSlot(slot) as NodeClassName;
}

/** The slot of a class that a pool uses unless the stack says otherwise: the one of the pool's own slot. */
export function nodeClassSlotFor(pool: PoolName, nodeClass: NodeClassName): NodeClassSlotName {
  return pool.endsWith(secondSlot) ? `${nodeClass}${secondSlot}` : nodeClass;
}

function withoutSlot(name: string): string {
  return name.endsWith(secondSlot) ? name.slice(0, -secondSlot.length) : name;
}
