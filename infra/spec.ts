import {
  nodeClassProfiles,
  type NodeClassName,
  type NodeClassProfile,
} from "../components/node-pools/node-class-profiles";
import type { Tier } from "../components/node-pools/node-pool.builder";
import {
  tierProfiles,
  type TierName,
  type TierProfile,
} from "../components/node-pools/tier-profiles";
import { configuredTiers } from "./config/configured-tiers";
import type { PlatformConfig } from "./config/schema";
import { maintenanceWindowOf, offsetsYear } from "./maintenance-window";
import { narrowedRequirements } from "./narrowed-requirements";

/** One EC2NodeClass of the stack. */
export interface NodeClassSpec {
  readonly name: NodeClassName;
  readonly profile: NodeClassProfile;
  readonly amiAlias: string;
}

/** What the stack is made of: the configuration with every profile and default applied; plain data. */
export interface PlatformSpec {
  readonly config: PlatformConfig;
  readonly clusterName: string;
  /** Whether deletion of cluster, network and pools is refused. */
  readonly protect: boolean;
  /** Tags of AWS resources and of nodes. */
  readonly tags: Readonly<Record<string, string>>;
  readonly tiers: readonly Tier[];
  /** The classes that the tiers name, each once. */
  readonly nodeClasses: readonly NodeClassSpec[];
}

/** The stack's spec. Pure: the same configuration gives the same spec. */
export function platformSpec(config: PlatformConfig): PlatformSpec {
  const tiers = configuredTiers(config.tiers).map(([name, overrides]) =>
    tierOf(name, overrides, config),
  );
  return {
    config,
    clusterName: config.cluster.name,
    protect: isProtected(config),
    tags: { ...config.tags, environment: config.environment, "managed-by": "accelerator-platform" },
    tiers,
    nodeClasses: nodeClassesOf(tiers, config),
  };
}

function isProtected({ protect, environment }: PlatformConfig): boolean {
  return protect ?? environment === "production";
}

type TierOverrides = NonNullable<PlatformConfig["tiers"][TierName]>;

function tierOf(name: TierName, overrides: TierOverrides, config: PlatformConfig): Tier {
  const base = tierProfiles[name];
  const window = overrides.maintenanceWindow ?? config.maintenanceWindow;
  const trains = base.disruption.kind === "maintenance-window";
  return {
    name,
    profile: withOverrides(base, overrides),
    nodeClass: base.nodeClass,
    zones: overrides.zones ?? config.network.zones,
    protect: overrides.protect ?? isProtected(config),
    offsetsYear,
    ...(overrides.budgets === undefined ? {} : { budgets: overrides.budgets }),
    ...(overrides.blockedWindow === undefined
      ? {}
      : { blockedWindow: maintenanceWindowOf(overrides.blockedWindow, config.timeZone) }),
    ...(trains && window !== undefined
      ? { maintenanceWindow: maintenanceWindowOf(window, config.timeZone) }
      : {}),
  };
}

function withOverrides(base: TierProfile, overrides: TierOverrides): TierProfile {
  return {
    ...base,
    requirements: narrowedRequirements(base, overrides),
    labels: { ...overrides.labels, ...base.labels },
    limits: overrides.limits ?? base.limits,
    ...(overrides.weight === undefined ? {} : { weight: overrides.weight }),
    disruption: {
      ...base.disruption,
      consolidateAfter: overrides.consolidateAfter ?? base.disruption.consolidateAfter,
    },
  };
}

function nodeClassesOf(tiers: readonly Tier[], config: PlatformConfig): readonly NodeClassSpec[] {
  const names = [...new Set(tiers.map((tier) => tier.nodeClass))].sort();
  return names.map((name) => {
    const overrides = config.nodeClasses[name];
    const profile = nodeClassProfiles[name];
    const sizeGiB = overrides?.volumeSizeGiB ?? profile.rootVolume.sizeGiB;
    return {
      name,
      profile: { ...profile, rootVolume: { ...profile.rootVolume, sizeGiB } },
      amiAlias: overrides?.amiAlias ?? config.versions.amiAlias,
    };
  });
}
