import type { PoolCeiling, TypeCeiling } from "../../../scheduling/limits/ceilings";

/** Instance types with which a pool reaches the same number of nodes and devices. */
export interface CeilingGroup {
  readonly types: readonly string[];
  /** Absent if no limit stops them. */
  readonly nodes?: { readonly least: number; readonly most: number };
  /** Devices on all these nodes; absent in a pool without devices. */
  readonly devices?: number;
  /** The limit that stops the next node. */
  readonly binding?: string;
}

/**
 * The types of a pool, grouped by how far the pool comes with them.
 *
 * In a pool with devices, a group has the types that end with the same number of devices at the same limit. The group
 * with the fewest devices comes first. In a pool without devices, hundreds of types end with many different numbers of
 * nodes. So a group has the types that the same limit stops, and the largest group comes first.
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
