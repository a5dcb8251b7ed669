import { nodeClassNames, type NodeClassName } from "./node-class-profiles";
import { tierNames, type TierName } from "./tier-profiles";

/**
 * Every tier and every node class has two slots: its name, and its name with `-b`. To make a change that would
 * disturb running work, use the other slot for the new version and retire the old one. Never rename a NodePool: a
 * rename deletes the old pool, and a deletion ignores disruption budgets.
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

/** The tier that a pool belongs to. */
export function tierOfPool(pool: PoolName): TierName {
  return withoutSlot(pool) as TierName;
}

/** The class that a slot belongs to. */
export function nodeClassOfSlot(slot: NodeClassSlotName): NodeClassName {
  return withoutSlot(slot) as NodeClassName;
}

/** The default slot of a pool's node class: a pool in the second slot uses the second slot of its class. */
export function nodeClassSlotFor(pool: PoolName, nodeClass: NodeClassName): NodeClassSlotName {
  return pool.endsWith(secondSlot) ? `${nodeClass}${secondSlot}` : nodeClass;
}

function withoutSlot(name: string): string {
  return name.endsWith(secondSlot) ? name.slice(0, -secondSlot.length) : name;
}
