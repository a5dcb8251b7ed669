import { nodeClassNames, type NodeClassName } from "./node-class-profiles";
import { tierNames, type TierName } from "./tier-profiles";

/**
 * Every tier and every node class has two slots: its name, and its name with `-b`. To make a change that would
 * disturb running work, use the other slot for the new version and retire the old one. Never rename a NodePool: a
 * rename deletes the old pool, and a deletion ignores disruption budgets.
 *
 * A stack file may add tiers and node classes of its own. So a name is any text here, and the checks of the stack file
 * say which text is a name.
 */
export type PoolName = string;
export type NodeClassSlotName = string;

const secondSlot = "-b";

/** The slots of the tiers that have a profile. */
export const poolNames = tierNames.flatMap((tier) => [tier, `${tier}${secondSlot}` as const]);

/** The slots of the node classes that have a profile. */
export const nodeClassSlotNames = nodeClassNames.flatMap((name) => [
  name,
  `${name}${secondSlot}` as const,
]);

/** The tier that a pool belongs to. */
export function tierOfPool(pool: PoolName): string {
  return withoutSlot(pool);
}

/** The tier with a profile that a pool belongs to; undefined for a pool of a stack's own tier. */
export function shippedTierOfPool(pool: PoolName): TierName | undefined {
  return tierNames.find((name) => name === withoutSlot(pool));
}

/** The class with a profile that a slot belongs to; undefined for a stack's own class. */
export function shippedNodeClassOfSlot(slot: NodeClassSlotName): NodeClassName | undefined {
  return nodeClassNames.find((name) => name === withoutSlot(slot));
}

/** The default slot of a pool's node class: a pool in the second slot uses the second slot of its class. */
export function nodeClassSlotFor(pool: PoolName, nodeClass: NodeClassName): NodeClassSlotName {
  return pool.endsWith(secondSlot) ? `${nodeClass}${secondSlot}` : nodeClass;
}

function withoutSlot(name: string): string {
  return name.endsWith(secondSlot) ? name.slice(0, -secondSlot.length) : name;
}
