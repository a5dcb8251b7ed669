/** How many vCPUs the nodes of a pool may have at most: what a quota of EC2 has to admit. */

import { capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import { roomFor } from "../node-pool/pool-limits";
import { parseQuantity } from "../values/quantity";
import type { CeilingSource } from "./ceilings";

/**
 * The most vCPUs that nodes of these types have within the limits of the pool, with any mix of the types. Never too
 * few. With several limits it may be too many, because each limit is looked at by itself. Infinity where no limit
 * stops a type.
 *
 * @param types those of the pool that count against one quota
 */
export function mostVcpus(
  { limits, replicas }: Omit<CeilingSource, "name">,
  types: readonly InstanceType[],
): number {
  const fitting = types.filter((type) => roomFor(type, limits).nodes > 0);
  if (fitting.length === 0) return 0;
  if (replicas !== undefined) return staticNodes(replicas, limits) * largest(fitting);
  return Math.min(
    Infinity,
    ...Object.entries(limits).map(([resource, limit]) => mostWithin(fitting, resource, limit)),
  );
}

/**
 * A static pool has one node more while it replaces one, unless its limit on nodes forbids that.
 * https://karpenter.sh/v1.15/concepts/nodepools/#static-nodepool
 */
function staticNodes(replicas: number, { nodes }: CeilingSource["limits"]): number {
  if (replicas === 0) return 0;
  return Math.min(replicas + 1, amountOf(nodes) ?? Infinity);
}

function mostWithin(
  types: readonly InstanceType[],
  resource: string,
  limit: string | number,
): number {
  const amount = amountOf(limit);
  const needs = vcpusByNeed(types, resource);
  // A type that the limit does not count is not stopped by it.
  if (amount === undefined || needs.has(0)) return Infinity;
  return isCountable(amount, needs) ? bestSum(amount, needs) : bestShare(amount, needs);
}

/** The most vCPUs of a node, by what the node takes of the limit. */
function vcpusByNeed(
  types: readonly InstanceType[],
  resource: string,
): ReadonlyMap<number, number> {
  const needs = new Map<number, number>();
  for (const type of types) {
    const need = resource === "nodes" ? 1 : (capacityOf(type)[resource] ?? 0);
    needs.set(need, Math.max(needs.get(need) ?? 0, vcpusOf(type)));
  }
  return needs;
}

/** Whether the limit counts few whole things, such as devices: then every amount can be tried. */
function isCountable(amount: number, needs: ReadonlyMap<number, number>): boolean {
  return amount <= mostTried && [...needs.keys()].every(Number.isInteger);
}

const mostTried = 10_000;

/** The most vCPUs of any number of nodes that together take at most the amount. */
function bestSum(amount: number, needs: ReadonlyMap<number, number>): number {
  const best = [0];
  for (let taken = 1; taken <= amount; taken += 1) {
    let most = best[taken - 1] ?? 0;
    for (const [need, vcpus] of needs) {
      if (need <= taken) most = Math.max(most, (best[taken - need] ?? 0) + vcpus);
    }
    best.push(most);
  }
  return best.at(-1) ?? 0;
}

/** As if a part of a node could be launched: at least what whole nodes come to. */
function bestShare(amount: number, needs: ReadonlyMap<number, number>): number {
  const shares = [...needs].map(([need, vcpus]) => vcpus / need);
  return Math.floor(Math.max(...shares) * amount);
}

function largest(types: readonly InstanceType[]): number {
  return Math.max(...types.map(vcpusOf));
}

function vcpusOf(type: InstanceType): number {
  return capacityOf(type)["cpu"] ?? 0;
}

function amountOf(limit: string | number | undefined): number | undefined {
  return limit === undefined ? undefined : parseQuantity(limit);
}
