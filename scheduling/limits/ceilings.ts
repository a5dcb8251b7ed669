/**
 * How far the limits of a pool let it grow, for each type that it launches.
 *
 * Karpenter counts the physical capacity of nodes and never launches a node that would exceed a limit
 * (`filterByRemainingResources`). So a limit on cpu or memory may stop a pool long before its limit on devices.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/provisioning/scheduling/scheduler.go#L1098
 */

import { acceleratorOf, capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import { instanceCategoryLabelKey } from "../requirements/labels";
import type { NodePool } from "../node-pool/node-pool";
import { roomFor, type PoolLimits } from "../node-pool/pool-limits";
import { parseQuantity } from "../values/quantity";
import { schedulingRound, type SchedulingRound } from "./scheduling-round";

export interface PoolCeiling {
  readonly pool: string;
  readonly limits: PoolLimits;
  /** Only for a static pool: its constant number of nodes. */
  readonly replicas?: number;
  /** The resource name of the pool's devices; absent for a pool without devices. */
  readonly resource?: string;
  /** The limit on that resource, in devices. */
  readonly deviceLimit?: number;
  /** One for each launchable type, in the order given. */
  readonly types: readonly TypeCeiling[];
  /** The type that gives the pool the fewest devices (or nodes), among the types that a limit stops. */
  readonly fewest?: TypeCeiling;
  /** The type that gives it the most. */
  readonly most?: TypeCeiling;
  /** Types that no limit stops. */
  readonly unbounded: readonly string[];
  /** Types that do not fit into the limits even once. */
  readonly shut: readonly string[];
  /** One for each limit that stops the pool before the device limit, the fewest devices first. */
  readonly shortfalls: readonly Shortfall[];
  /** How many types use up the device limit, as far as that is possible with whole nodes. */
  readonly reaching: number;
  /**
   * What Karpenter opens in one scheduling round; absent where no limit ends a round or nothing can be
   * launched.
   */
  readonly round?: SchedulingRound;
}

/** How far the pool can grow with nodes of this type only. */
export interface TypeCeiling {
  readonly type: string;
  /** Absent where no limit stops it. */
  readonly nodes?: number;
  /** The limit that stops the next node. */
  readonly binding?: string;
  /** Devices of the pool's resource on all these nodes; absent where no limit stops the type. */
  readonly devices?: number;
}

/** A limit that stops the pool before its device limit is used up. */
export interface Shortfall {
  /** The limit that stops it. */
  readonly binding: string;
  /** The largest type that fits at least once: the most devices, then the most of the limiting resource. */
  readonly example: ShortType;
  /** The type with the smallest share of the device limit. */
  readonly worst: ShortType;
  /** How many types it stops early. */
  readonly types: number;
}

export interface ShortType {
  readonly type: string;
  readonly nodes: number;
  readonly devices: number;
  /** How many nodes would fit if only devices were limited. */
  readonly nodesByDevices: number;
}

/** The part of a pool that determines its ceiling. */
export type CeilingSource = Pick<NodePool, "name" | "limits" | "replicas">;

/** @param types the types that the pool can launch */
export function poolCeiling(pool: CeilingSource, types: readonly InstanceType[]): PoolCeiling {
  const { limits, replicas } = pool;
  const resource = deviceResource(types, limits);
  const deviceLimit = resource === undefined ? undefined : amountOf(limits[resource]);
  const ceilings = types.map((type) => typeCeiling(type, pool, resource));
  const bounded = ceilings.filter(({ nodes }) => nodes !== undefined);
  const [fewest, most] = extremes(bounded, resource);
  const round = replicas === undefined ? schedulingRound(limits, types) : undefined;
  return {
    pool: pool.name,
    limits,
    ...(replicas === undefined ? {} : { replicas }),
    ...(resource === undefined ? {} : { resource }),
    ...(deviceLimit === undefined ? {} : { deviceLimit }),
    types: ceilings,
    ...(fewest === undefined ? {} : { fewest }),
    ...(most === undefined ? {} : { most }),
    unbounded: namesWhere(ceilings, ({ nodes }) => nodes === undefined),
    shut: namesWhere(ceilings, ({ nodes }) => nodes === 0),
    shortfalls: resource === undefined ? [] : limitShortfalls(types, limits, resource),
    reaching: resource === undefined ? 0 : countReaching(types, limits, resource),
    ...(round === undefined ? {} : { round }),
  };
}

/**
 * The limits that stop a pool before its limit on devices does, one entry for each limit. Empty where
 * devices are not limited, or where the limit on devices stops every type first.
 */
export function limitShortfalls(
  types: readonly InstanceType[],
  limits: PoolLimits,
  resource: string,
): readonly Shortfall[] {
  const short = types.flatMap((type) => shortType(type, limits, resource) ?? []);
  const bindings = [...new Set(short.map(({ binding }) => binding))];
  return bindings
    .flatMap((binding): Shortfall[] => {
      const concerned = short.filter((each) => each.binding === binding);
      const example = concerned.reduce((a, b) => (isLarger(b, a) ? b : a));
      const worst = concerned.reduce((a, b) => (share(b) < share(a) ? b : a));
      return [{ binding, example: plain(example), worst: plain(worst), types: concerned.length }];
    })
    .sort((a, b) => a.example.devices - b.example.devices);
}

/** The accelerator that the pool limits, else the one that most of its types have. */
function deviceResource(types: readonly InstanceType[], limits: PoolLimits): string | undefined {
  const counts = new Map<string, number>();
  for (const type of types) {
    const accelerator = acceleratorOf(type);
    if (accelerator === undefined || accelerator.resource === "") continue;
    counts.set(accelerator.resource, (counts.get(accelerator.resource) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  const limited = byCount.find(([resource]) => Object.hasOwn(limits, resource));
  // A pool without requirements launches GPUs too, but that does not make it a GPU pool.
  return (limited ?? byCount.find(([, count]) => count * 2 >= types.length))?.[0];
}

function typeCeiling(
  type: InstanceType,
  { limits, replicas }: CeilingSource,
  resource: string | undefined,
): TypeCeiling {
  const room = roomFor(type, limits);
  const nodes = replicas === undefined ? room.nodes : Math.min(replicas, room.nodes);
  if (!Number.isFinite(nodes)) return { type: type.name };
  const binding = replicas !== undefined && replicas <= room.nodes ? "replicas" : room.binding;
  return {
    type: type.name,
    nodes,
    ...(binding === undefined ? {} : { binding }),
    ...(resource === undefined ? {} : { devices: nodes * devicesOf(type, resource) }),
  };
}

/**
 * The types with the fewest and the most devices, or nodes for a pool without devices. Types with 0 are
 * ignored.
 */
function extremes(
  bounded: readonly TypeCeiling[],
  resource: string | undefined,
): readonly [TypeCeiling?, TypeCeiling?] {
  const size = ({ devices, nodes }: TypeCeiling) => (resource === undefined ? nodes : devices) ?? 0;
  const [first, ...rest] = bounded.filter((each) => size(each) > 0);
  if (first === undefined) return [];
  return [
    rest.reduce((a, b) => (size(b) < size(a) ? b : a), first),
    rest.reduce((a, b) => (size(b) > size(a) ? b : a), first),
  ];
}

function countReaching(
  types: readonly InstanceType[],
  limits: PoolLimits,
  resource: string,
): number {
  if (amountOf(limits[resource]) === undefined) return 0;
  return types.filter(
    (type) => devicesOf(type, resource) > 0 && shortType(type, limits, resource) === undefined,
  ).length;
}

interface ShortTypeOfLimit extends ShortType {
  readonly binding: string;
  readonly devicesEach: number;
  readonly bindingEach: number;
  readonly category: string;
}

/** Undefined where the limit on devices stops the type first. */
function shortType(
  type: InstanceType,
  limits: PoolLimits,
  resource: string,
): ShortTypeOfLimit | undefined {
  const limit = limits[resource];
  if (limit === undefined) return undefined;
  const { nodes, binding } = roomFor(type, limits);
  const nodesByDevices = roomFor(type, { [resource]: limit }).nodes;
  if (nodes >= nodesByDevices || binding === undefined) return undefined;
  if (!Number.isFinite(nodesByDevices)) return undefined;
  const devicesEach = devicesOf(type, resource);
  const bindingEach = capacityOf(type)[binding] ?? 1;
  const devices = nodes * devicesEach;
  const category = type.labels[instanceCategoryLabelKey] ?? "";
  const found = { type: type.name, nodes, devices, nodesByDevices };
  return { ...found, binding, devicesEach, bindingEach, category };
}

/** Among equal types, one of category p counts as larger than one of category g, which is cheaper. */
function isLarger(a: ShortTypeOfLimit, b: ShortTypeOfLimit): boolean {
  const difference =
    Math.sign(a.nodes) - Math.sign(b.nodes) ||
    a.devicesEach - b.devicesEach ||
    a.bindingEach - b.bindingEach;
  return difference === 0 ? a.category > b.category : difference > 0;
}

function share({ nodes, nodesByDevices }: ShortType): number {
  return nodes / nodesByDevices;
}

function plain({ type, nodes, devices, nodesByDevices }: ShortType): ShortType {
  return { type, nodes, devices, nodesByDevices };
}

function devicesOf(type: InstanceType, resource: string): number {
  const capacity = capacityOf(type);
  return Object.hasOwn(capacity, resource) ? (capacity[resource] ?? 0) : 0;
}

function amountOf(limit: string | number | undefined): number | undefined {
  return limit === undefined ? undefined : parseQuantity(limit);
}

function namesWhere(
  ceilings: readonly TypeCeiling[],
  holds: (ceiling: TypeCeiling) => boolean,
): readonly string[] {
  return ceilings.filter(holds).map(({ type }) => type);
}
