import { type Taint, type Toleration, tolerates } from "../../scheduling/taints/taints";

/** What matters of a NodePool to the agents (device plugins, exporters, feature discovery) on its nodes. */
export interface TaintedPool {
  /** Name of the NodePool. */
  readonly name: string;
  /** Every taint its nodes carry when an agent has to start, startup taints included. */
  readonly taints: readonly Taint[];
}

/**
 * The toleration list of an agent that has to run on every node of `pools`.
 *
 * A list in Helm values replaces the chart's own, so the chart's entries are passed as `stock` and come first, as they
 * are. After them comes one `Exists` toleration for each key and effect that they do not cover, sorted by key, then by
 * effect. An agent serves all nodes that have the taint, whatever its value.
 */
export function agentTolerations(
  stock: readonly Toleration[],
  pools: readonly TaintedPool[],
): readonly Toleration[] {
  const added = new Map<string, Toleration>();
  for (const taint of pools.flatMap((pool) => pool.taints)) {
    if (stock.some((toleration) => tolerates(toleration, taint))) continue;
    const { key, effect } = taint;
    added.set(`${key}:${effect}`, { key, operator: "Exists", effect });
  }
  // Sorted, so that the order of the tiers in a stack file does not restart every agent of the cluster.
  const sorted = [...added]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, toleration]) => toleration);
  return [...stock, ...sorted];
}
