import type { Tier } from "../../components/node-pools/tier";
import { clusterSpec, type ClusterSpec } from "./cluster-spec";
import { configuredTiers } from "./configured-tiers";
import type { PlatformConfig } from "../config/schema";
import { nodeClassSpecs, type NodeClassSpec } from "./node-class-spec";
import { ownTags } from "./own-tags";
import { tierSpec } from "./tier-spec";

/** The configuration with every profile and default applied, as plain data. */
export interface PlatformSpec {
  readonly config: PlatformConfig;
  readonly clusterName: string;
  readonly cluster: ClusterSpec;
  /** Whether deletion of cluster, network and pools is refused. */
  readonly protect: boolean;
  /** Tags of AWS resources and of nodes. */
  readonly tags: Readonly<Record<string, string>>;
  readonly tiers: readonly Tier[];
  /** The node classes that the tiers use. */
  readonly nodeClasses: readonly NodeClassSpec[];
}

/** Pure: the same configuration gives the same spec. */
export function platformSpec(config: PlatformConfig): PlatformSpec {
  const protect = isProtected(config);
  const tiers = configuredTiers(config.tiers, config.gpu).map((tier) =>
    tierSpec(tier, config, protect),
  );
  return {
    config,
    clusterName: config.cluster.name,
    cluster: clusterSpec(config),
    protect,
    tags: { ...config.tags, ...ownTags(config.environment) },
    tiers,
    nodeClasses: nodeClassSpecs(tiers, config),
  };
}

function isProtected({ protect, environment }: PlatformConfig): boolean {
  return protect ?? environment === "production";
}
