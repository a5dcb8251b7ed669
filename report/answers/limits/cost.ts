/**
 * What a pool, and a stack of pools, may cost at worst: the limits filled with the most expensive nodes.
 *
 * Prices are on-demand prices. If the region's own prices are not known, those of us-east-1 are used as a reference.
 * Spot costs no more: without a maximum price, EC2 caps it at the on-demand price
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-requests.html). Reserved capacity is paid for whether it is
 * used or not.
 */

import { capacityOf, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { roomFor, type PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { onDemandPrice } from "../../../scheduling/catalogue/prices";
import { parseQuantity } from "../../../scheduling/values/quantity";
import type { CeilingSource } from "../../../scheduling/limits/ceilings";
import { priceBases, type PriceBasis } from "./price-basis";

/** How AWS turns an hourly price into a monthly one. */
const hoursPerMonth = 730;

export interface PoolCost {
  readonly pool: string;
  /** `unbounded` if no limit stops some type; `nothing` if the pool can launch no node with a known price. */
  readonly kind: "bounded" | "unbounded" | "nothing";
  /** The most expensive set of nodes that was found within the limits; absent unless bounded. */
  readonly usdPerHour?: number;
  readonly usdPerMonth?: number;
  /** No set of nodes within the limits costs more than this; absent if there is no such bound. */
  readonly usdPerHourAtMost?: number;
  /** The nodes of that set, the largest sum first. */
  readonly nodes: readonly NodesOfType[];
  /** The most expensive single node. */
  readonly dearest?: NodesOfType;
  /** Types that no limit stops. */
  readonly unboundedTypes: readonly string[];
  /** Types without a price, which the sums leave out. */
  readonly unpriced: readonly string[];
  /** Distinct; empty where nothing is priced. */
  readonly prices: readonly PriceBasis[];
}

export interface NodesOfType {
  readonly type: string;
  readonly nodes: number;
  /** For all these nodes together. */
  readonly usdPerHour: number;
}

export interface StackCost {
  /** The sum over the pools that have an upper bound. */
  readonly usdPerHour: number;
  readonly usdPerMonth: number;
  /** Pools without an upper bound, which the sum leaves out. */
  readonly unbounded: readonly string[];
  /** Types without a price in any pool. */
  readonly unpriced: readonly string[];
  readonly pools: readonly PoolCost[];
  /** Distinct; empty where nothing is priced. */
  readonly prices: readonly PriceBasis[];
}

/** @param types what the pool can launch */
export function poolCost(
  pool: CeilingSource,
  types: readonly InstanceType[],
  region: string,
): PoolCost {
  const priced = types.flatMap((type): PricedType[] => {
    const usd = onDemandPrice(type.name, region)?.usdPerHour;
    return usd === undefined ? [] : [{ type, usd, nodes: nodesOf(type, pool) }];
  });
  const unpriced = types.filter(({ name }) => onDemandPrice(name, region) === undefined);
  const unboundedTypes = types.filter((type) => nodesOf(type, pool) === Infinity);
  const common = {
    pool: pool.name,
    ...dearestNode(priced),
    unboundedTypes: unboundedTypes.map(({ name }) => name),
    unpriced: unpriced.map(({ name }) => name),
    prices: priceBases(types, region),
  };
  if (unboundedTypes.length > 0) return { ...common, kind: "unbounded", nodes: [] };
  const nodes = pool.replicas === undefined ? dearestMix(priced, pool.limits) : sameNodes(priced);
  const usdPerHour = sum(nodes.map((each) => each.usdPerHour));
  if (usdPerHour === 0) return { ...common, kind: "nothing", nodes: [] };
  const atMost = pool.replicas === undefined ? upperBound(priced, pool.limits) : usdPerHour;
  return {
    ...common,
    kind: "bounded",
    usdPerHour,
    usdPerMonth: usdPerHour * hoursPerMonth,
    ...(Number.isFinite(atMost) ? { usdPerHourAtMost: Math.max(atMost, usdPerHour) } : {}),
    nodes,
  };
}

/** The sum of what the pools of a stack may cost. */
export function stackCost(pools: readonly PoolCost[]): StackCost {
  const usdPerHour = sum(pools.map((pool) => pool.usdPerHour ?? 0));
  return {
    usdPerHour,
    usdPerMonth: usdPerHour * hoursPerMonth,
    unbounded: pools.filter(({ kind }) => kind === "unbounded").map(({ pool }) => pool),
    unpriced: [...new Set(pools.flatMap(({ unpriced }) => unpriced))].sort(),
    pools,
    prices: distinct(pools.flatMap(({ prices }) => prices)),
  };
}

function distinct(bases: readonly PriceBasis[]): readonly PriceBasis[] {
  return [...new Map(bases.map((basis) => [JSON.stringify(basis), basis])).values()];
}

interface PricedType {
  readonly type: InstanceType;
  readonly usd: number;
  /** How many nodes the limits admit if the pool launches only this type. */
  readonly nodes: number;
}

function nodesOf(type: InstanceType, { limits, replicas = Infinity }: CeilingSource): number {
  return Math.min(replicas, roomFor(type, limits).nodes);
}

function dearestNode(priced: readonly PricedType[]): Pick<PoolCost, "dearest"> {
  const [first, ...rest] = priced.filter(({ nodes }) => nodes > 0);
  if (first === undefined) return {};
  const { type, usd } = rest.reduce((a, b) => (b.usd > a.usd ? b : a), first);
  return { dearest: { type: type.name, nodes: 1, usdPerHour: usd } };
}

/** A static pool may take any of its types, at worst the most expensive one. */
function sameNodes(priced: readonly PricedType[]): readonly NodesOfType[] {
  return costliestFirst(priced.map(alone)).slice(0, 1);
}

function alone({ type, usd, nodes }: PricedType): NodesOfType {
  return { type: type.name, nodes, usdPerHour: nodes * usd };
}

/**
 * Starts with each of the costliest types in turn: fills the limits with it, then fills what is left with the most
 * expensive nodes that still fit. This does not always find the most expensive set, so `upperBound` is reported too.
 */
function dearestMix(priced: readonly PricedType[], limits: PoolLimits): readonly NodesOfType[] {
  const byPool = [...priced].sort((a, b) => b.nodes * b.usd - a.nodes * a.usd);
  const byNode = [...priced].sort((a, b) => b.usd - a.usd);
  const mixes = byPool
    .slice(0, mixesTried)
    .map((start) => costliestFirst(filled([start, ...byNode], limits)));
  const cost = (mix: readonly NodesOfType[]) => sum(mix.map(({ usdPerHour }) => usdPerHour));
  return mixes.reduce<readonly NodesOfType[]>((a, b) => (cost(b) > cost(a) ? b : a), []);
}

const mixesTried = 10;

function filled(order: readonly PricedType[], limits: PoolLimits): readonly NodesOfType[] {
  const left = new Map(
    Object.entries(limits).map(([resource, limit]) => [resource, parseQuantity(limit) ?? Infinity]),
  );
  const taken = new Map<string, NodesOfType>();
  for (const { type, usd } of order) {
    const each = needs(type);
    let fit = Infinity;
    for (const [resource, amount] of left) {
      const need = each(resource);
      if (need > 0) fit = Math.min(fit, Math.floor(amount / need));
    }
    if (fit === 0 || !Number.isFinite(fit)) continue;
    for (const [resource, amount] of left) left.set(resource, amount - fit * each(resource));
    const before = taken.get(type.name)?.nodes ?? 0;
    const nodes = before + fit;
    taken.set(type.name, { type: type.name, nodes, usdPerHour: nodes * usd });
  }
  return [...taken.values()];
}

/**
 * An upper bound on the cost of any set of nodes. Each limit gives one: its amount, times the highest price per unit
 * among the types. The smallest counts.
 */
function upperBound(priced: readonly PricedType[], limits: PoolLimits): number {
  const bounds = Object.entries(limits).map(([resource, limit]) => {
    const dearest = Math.max(
      0,
      ...priced
        .filter(({ nodes }) => nodes > 0)
        .map(({ type, usd }) => {
          const need = needs(type)(resource);
          return need === 0 ? Infinity : usd / need;
        }),
    );
    return dearest * (parseQuantity(limit) ?? Infinity);
  });
  return Math.min(Infinity, ...bounds);
}

function needs(type: InstanceType): (resource: string) => number {
  const capacity: Readonly<Record<string, number>> = { ...capacityOf(type), nodes: 1 };
  return (resource) => (Object.hasOwn(capacity, resource) ? (capacity[resource] ?? 0) : 0);
}

function costliestFirst(nodes: readonly NodesOfType[]): readonly NodesOfType[] {
  return [...nodes]
    .filter(({ usdPerHour }) => usdPerHour > 0)
    .sort((a, b) => b.usdPerHour - a.usdPerHour);
}

function sum(amounts: readonly number[]): number {
  // Prices have up to five decimals; sums of floating point numbers would show more.
  return Number(amounts.reduce((a, b) => a + b, 0).toFixed(5));
}
