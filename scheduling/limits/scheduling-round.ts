/**
 * How many nodes Karpenter opens in one scheduling round under a pool's limits.
 *
 * Karpenter does not know yet which type EC2 will deliver. For each new node it therefore subtracts from the
 * limits, resource by resource, the largest amount that any type still possible for the node has
 * (`subtractMax`). The number of nodes is an exception: it is not subtracted within a round.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/provisioning/scheduling/scheduler.go#L1078
 */

import { capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import type { PoolLimits } from "../node-pool/pool-limits";
import { parseQuantity } from "../values/quantity";

export interface SchedulingRound {
  /** New nodes in one round, for pods that every type of the pool can run and that never share a node. */
  readonly nodes: number;
  /** What Karpenter subtracts for the first of them, by limited resource: cores, bytes, devices. */
  readonly booked: Readonly<Record<string, number>>;
}

/** The round; undefined where no limit ends it, or where no type fits into the limits. */
export function schedulingRound(
  limits: PoolLimits,
  types: readonly InstanceType[],
): SchedulingRound | undefined {
  const remaining = amounts(limits);
  // A limit on `nodes` ends a round only where it is 0.
  if (remaining.get("nodes") === 0) return undefined;
  remaining.delete("nodes");
  let open = fitting(types, remaining);
  if (open.length === 0) return undefined;
  const booked = most(open, [...remaining.keys()]);
  let nodes = 0;
  while (open.length > 0) {
    const each = most(open, [...remaining.keys()]);
    const alike = claimsAlike(open, remaining, each);
    if (alike === undefined) return undefined;
    nodes += alike;
    for (const [resource, amount] of remaining) {
      remaining.set(resource, amount - alike * (each.get(resource) ?? 0));
    }
    open = fitting(open, remaining);
  }
  return { nodes, booked: Object.fromEntries(booked) };
}

function amounts(limits: PoolLimits): Map<string, number> {
  return new Map(
    Object.entries(limits).flatMap(([resource, limit]) => {
      const amount = parseQuantity(limit);
      return amount === undefined ? [] : [[resource, amount] as const];
    }),
  );
}

function fitting(
  types: readonly InstanceType[],
  remaining: ReadonlyMap<string, number>,
): readonly InstanceType[] {
  return types.filter((type) =>
    [...remaining].every(([resource, left]) => amountIn(type, resource) <= left),
  );
}

function most(
  types: readonly InstanceType[],
  resources: readonly string[],
): ReadonlyMap<string, number> {
  return new Map(
    resources.map((resource) => [
      resource,
      types.reduce((max, type) => Math.max(max, amountIn(type, resource)), 0),
    ]),
  );
}

/**
 * How many nodes are subtracted with the same amounts, until some type no longer fits; undefined where
 * this never ends.
 */
function claimsAlike(
  open: readonly InstanceType[],
  remaining: ReadonlyMap<string, number>,
  each: ReadonlyMap<string, number>,
): number | undefined {
  let fewest = Infinity;
  for (const [resource, left] of remaining) {
    const step = each.get(resource) ?? 0;
    if (step === 0) continue;
    // The type with the largest amount is the first that no longer fits.
    fewest = Math.min(fewest, Math.floor(left / step));
  }
  if (!Number.isFinite(fewest) || open.length === 0) return undefined;
  return Math.max(1, fewest);
}

function amountIn(type: InstanceType, resource: string): number {
  const capacity = capacityOf(type);
  return Object.hasOwn(capacity, resource) ? (capacity[resource] ?? 0) : 0;
}
