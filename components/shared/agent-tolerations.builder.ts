import { type Taint, type Toleration, tolerates } from "../../scheduling/taints/taints";

/** A NodePool with its taints, for the agents (device plugins, exporters, feature discovery) on its nodes. */
export interface TaintedPool {
  /** Name of the NodePool. */
  readonly name: string;
  /** Every taint that its nodes have when an agent has to start, including startup taints. */
  readonly taints: readonly Taint[];
}

/**
 * The tolerations of an agent that has to run on every node of `pools`.
 *
 * The result starts with `chartDefaults`, unchanged. Then it has one `Exists` toleration for each key and effect that
 * `chartDefaults` do not tolerate, sorted by key and effect. `Exists` ignores the value of a taint, because an agent
 * serves all these nodes.
 *
 * @param chartDefaults the default tolerations of the chart. A list in Helm values replaces the chart's list, so it
 *   is repeated
 */
export function agentTolerations(
  chartDefaults: readonly Toleration[],
  pools: readonly TaintedPool[],
): readonly Toleration[] {
  const added = new Map<string, Toleration>();
  for (const taint of pools.flatMap((pool) => pool.taints)) {
    if (chartDefaults.some((toleration) => tolerates(toleration, taint))) continue;
    const { key, effect } = taint;
    added.set(`${key}:${effect}`, { key, operator: "Exists", effect });
  }
  // Sorted, so that another order of tiers in the stack file does not restart every agent of the cluster.
  const sorted = [...added]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, toleration]) => toleration);
  return [...chartDefaults, ...sorted];
}
