import type { PoolCeiling, TypeCeiling } from "../../../scheduling/limits/ceilings";

/** Types with which a pool comes as far. */
export interface CeilingGroup {
  readonly types: readonly string[];
  /** Absent where no limit stops them. */
  readonly nodes?: { readonly least: number; readonly most: number };
  /** On all these nodes; absent in a pool without devices. */
  readonly devices?: number;
  /** The limit that stops the next node. */
  readonly binding?: string;
}

/**
 * The types of a pool by how far it comes with them. In a pool with devices those reach alike that end
 * with as many devices at the same limit, the fewest first; in another pool, where hundreds of types come
 * to as many numbers of nodes, those that the same limit ends, the most types first.
 */
export function ceilingGroups({ types, resource }: PoolCeiling): readonly CeilingGroup[] {
  const hasDevices = resource !== undefined;
  const groups = new Map<string, TypeCeiling[]>();
  for (const ceiling of types) {
    const key = JSON.stringify(
      hasDevices
        ? [ceiling.devices, ceiling.binding]
        : [ceiling.nodes === undefined, ceiling.nodes === 0, ceiling.binding],
    );
    groups.set(key, [...(groups.get(key) ?? []), ceiling]);
  }
  return [...groups.values()]
    .map(groupOf)
    .sort((a, b) => (hasDevices ? reachOf(a) - reachOf(b) : b.types.length - a.types.length));
}

function groupOf(members: readonly TypeCeiling[]): CeilingGroup {
  const [first] = members;
  const nodes = members.flatMap(({ nodes: count }) => count ?? []);
  return {
    types: members.map(({ type }) => type),
    ...(nodes.length === 0
      ? {}
      : { nodes: { least: Math.min(...nodes), most: Math.max(...nodes) } }),
    ...(first?.devices === undefined ? {} : { devices: first.devices }),
    ...(first?.binding === undefined ? {} : { binding: first.binding }),
  };
}

function reachOf({ devices }: CeilingGroup): number {
  return devices ?? Infinity;
}
