import type { PoolCeiling } from "../../scheduling/answers/ceilings";

/** Types with which a pool comes as far. */
export interface CeilingGroup {
  readonly types: readonly string[];
  /** Absent where no limit stops them. */
  readonly nodes?: { readonly least: number; readonly most: number };
  readonly devices?: number;
  readonly binding?: string;
}

/**
 * The types of a pool by how far it comes with them, the shortest first: of a pool with devices by their
 * number, of another by the number of nodes; and by the limit that stops the next node.
 */
export function ceilingGroups({ types, resource }: PoolCeiling): readonly CeilingGroup[] {
  const groups = new Map<
    string,
    { types: string[]; nodes: number[]; devices?: number; binding?: string }
  >();
  for (const { type, nodes, devices, binding } of types) {
    const reach = resource === undefined ? nodes : devices;
    const key = `${reach ?? "none"} ${binding ?? ""}`;
    const group = groups.get(key) ?? {
      types: [],
      nodes: [],
      ...(devices === undefined ? {} : { devices }),
      ...(binding === undefined ? {} : { binding }),
    };
    group.types.push(type);
    if (nodes !== undefined) group.nodes.push(nodes);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ nodes, ...group }): CeilingGroup => {
      if (nodes.length === 0) return group;
      return { ...group, nodes: { least: Math.min(...nodes), most: Math.max(...nodes) } };
    })
    .sort((a, b) => reachOf(a) - reachOf(b));
}

/** What a bar of the group is long. */
export function reachOf({ devices, nodes }: CeilingGroup): number {
  return devices ?? nodes?.most ?? Infinity;
}
