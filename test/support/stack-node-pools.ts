import { nodePool } from "../../components/node-pools/node-pool.builder";
import { platformSpec } from "../../infra/resolved/platform-spec";
import type { Place } from "../../scheduling/catalogue/place";
import { stackConfig } from "./stack-values";

/** The NodePool manifests of a fixture stack, as the program would create them. */
export function stackNodePools(stack: string): readonly unknown[] {
  return platformSpec(stackConfig(stack)).tiers.map((tier) => ({
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    ...nodePool(tier),
  }));
}

/** Region and zones of a fixture stack, with the ids that its file gives. */
export function stackPlace(stack: string): Place {
  const { region, network } = stackConfig(stack);
  const ids = network.zoneIds ?? {};
  return {
    region,
    zones: network.zones.map((name) => {
      const id = ids[name];
      return id === undefined ? { name } : { name, id };
    }),
  };
}
