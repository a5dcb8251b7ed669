import { z } from "zod";

import { acceleratorOf, instanceType } from "../../scheduling/catalogue/instance-catalogue";
import { onDemandPrice } from "../../scheduling/catalogue/prices";
import { instanceTypeLabelKey, nodePoolLabelKey } from "../../scheduling/requirements/labels";

/** A plan does not name the region. Prices elsewhere differ by some per cent. */
export const priceRegion = "us-east-1";

/** The nodes that a pool has now. */
export interface LivePool {
  readonly nodes: number;
  readonly devices: number;
  /** Absent where the price of a type is not known. */
  readonly usdPerHour?: number;
}

/** By the name of the NodePool; a pool without nodes is absent. */
export type LiveNodes = ReadonlyMap<string, LivePool>;

const nodeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }),
    }),
  ),
});

/**
 * @param value what `kubectl get nodes -o json` prints
 * @throws z.ZodError for anything else
 */
export function liveNodes(value: unknown): LiveNodes {
  const pools = new Map<string, LivePool>();
  for (const { metadata } of nodeList.parse(value).items) {
    const pool = metadata.labels?.[nodePoolLabelKey];
    if (pool === undefined) continue;
    const name = metadata.labels?.[instanceTypeLabelKey] ?? "";
    const type = instanceType(name);
    const price = onDemandPrice(name, priceRegion)?.usdPerHour;
    const { nodes, devices, usdPerHour } = pools.get(pool) ?? {
      nodes: 0,
      devices: 0,
      usdPerHour: 0,
    };
    const sum = price === undefined || usdPerHour === undefined ? undefined : usdPerHour + price;
    pools.set(pool, {
      nodes: nodes + 1,
      devices: devices + (type === undefined ? 0 : (acceleratorOf(type)?.count ?? 0)),
      ...(sum === undefined ? {} : { usdPerHour: sum }),
    });
  }
  return pools;
}
