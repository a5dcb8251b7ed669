/** What a pool or a stack may cost, in words. */

import { hoursPerMonth, type PoolCost, type StackCost } from "./cost";
import { priceBasisText } from "./price-basis";
import type { Trap } from "../../traps/trap";
import { counted, dollars, listed } from "../../../scheduling/values/wording";

/** One to three sentences. */
export function poolCostText(cost: PoolCost, region: string): string {
  const { usdPerHour, usdPerMonth, kind, unboundedTypes, dearest } = cost;
  const basis = cost.prices.length === 0 ? "" : ` (${priceBasisText(cost.prices, region)})`;
  if (kind === "unbounded") {
    const node =
      dearest === undefined
        ? ""
        : ` Its dearest node, ${dearest.type}, costs ${dollars(dearest.usdPerHour)} an hour${basis}.`;
    return `Costs without end: no limit stops ${listed(unboundedTypes)}.${node}${withoutPrice(cost)}`;
  }
  if (usdPerHour === undefined || usdPerMonth === undefined) {
    return `Costs nothing that is known of.${withoutPrice(cost)}`;
  }
  const nodes = listed(
    cost.nodes.map(({ type, nodes: count }) => `${count} × ${type}`),
    3,
  );
  return `At worst ${dollars(usdPerHour)} an hour, ${dollars(usdPerMonth)} a month of ${hoursPerMonth} hours, with ${nodes}${basis}.${bound(cost)}${withoutPrice(cost)}`;
}

export function stackCostText(cost: StackCost, region: string): string {
  const { usdPerHour, usdPerMonth, unbounded, unpriced, prices } = cost;
  const basis = prices.length === 0 ? "" : ` (${priceBasisText(prices, region)})`;
  const pools = cost.pools.length - unbounded.length;
  const sum = `At worst ${dollars(usdPerHour)} an hour, ${dollars(usdPerMonth)} a month of ${hoursPerMonth} hours for ${counted(pools, "pool")}${basis}.`;
  const endless =
    unbounded.length === 0
      ? ""
      : ` Without an upper bound, and not in the sum: ${listed(unbounded, 6)}.`;
  return `${sum}${endless}${missing(unpriced)}`;
}

/** A pool without an upper bound is the only trap that a sum can show. */
export function costTraps(cost: PoolCost, region: string): readonly Trap[] {
  if (cost.kind !== "unbounded") return [];
  return [{ id: "costs-without-end", pool: cost.pool, text: poolCostText(cost, region) }];
}

/** Told where a cleverer mix could cost noticeably more than the one that was found. */
function bound({ usdPerHour = 0, usdPerHourAtMost }: PoolCost): string {
  if (usdPerHourAtMost === undefined || usdPerHourAtMost <= usdPerHour * 1.01) return "";
  return ` No mix of types can cost more than ${dollars(usdPerHourAtMost)} an hour.`;
}

function withoutPrice({ unpriced }: PoolCost): string {
  return missing(unpriced);
}

function missing(unpriced: readonly string[]): string {
  if (unpriced.length === 0) return "";
  return ` Without a price, and not in the sum: ${listed(unpriced)}.`;
}
