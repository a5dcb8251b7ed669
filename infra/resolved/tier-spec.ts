import { efaLabelKey } from "../../components/efa/helm-values.builder";
import { nodeClassSlotFor } from "../../components/node-pools/pool-names";
import type { ResolvedProfile, Tier } from "../../components/node-pools/tier";
import type { Disruption, TierProfile } from "../../components/node-pools/tier-profiles";
import type { CapacityType } from "../../scheduling/requirements/capacity-types";
import type { Taint } from "../../scheduling/taints/taints";
import type { ConfiguredTier } from "./configured-tiers";
import type { PlatformConfig } from "../config/schema";
import { gpuSharingOf } from "./gpu-sharing";
import { maintenanceWindowOf, offsetsYear } from "./maintenance-window";
import { repairBudget } from "./node-repair";
import { narrowedRequirements } from "./narrowed-requirements";

/** The profile of a tier with the stack's overrides and defaults applied. */
export function tierSpec(
  configured: ConfiguredTier,
  config: PlatformConfig,
  protect: boolean,
): Tier {
  const { pool, tier, profile, overrides } = configured;
  return {
    name: pool,
    tier,
    profile: withOverrides(configured, config),
    requirements: narrowedRequirements(profile, overrides),
    nodeClass: nodeClassOf(configured),
    zones: overrides.zones ?? config.network.zones,
    // One mistaken change would end every job of a training pool, so it is protected in every environment.
    protect: overrides.protect ?? (protect || (trains(profile) && config.protect !== false)),
    offsetsYear,
    efa: overrides.efa ?? false,
    retired: overrides.retired ?? false,
    ...(usesCapacityBlocks(configured, config.nodeClasses) ? { capacityBlocks: true } : {}),
    ...(overrides.replicas === undefined ? {} : { replicas: overrides.replicas }),
    ...(overrides.budgets === undefined ? {} : { budgets: overrides.budgets }),
    ...repairOf(profile, config),
    ...windowsOf(profile, overrides, config),
    ...sharingOf(overrides),
  };
}

/** Whether training jobs run in the tiers of a profile. */
export function trains({ workloadClass }: TierProfile): boolean {
  return workloadClass === "training";
}

function repairOf(profile: TierProfile, config: PlatformConfig): Pick<Tier, "repairBudget"> {
  const budget = repairBudget(profile, config);
  return budget === undefined ? {} : { repairBudget: budget };
}

function sharingOf(overrides: ConfiguredTier["overrides"]): Pick<Tier, "gpuSharing"> {
  const gpuSharing = gpuSharingOf(overrides.gpuSharing);
  return gpuSharing === undefined ? {} : { gpuSharing };
}

/** The node class of a pool: the configured one, or the class of its profile in the pool's slot. */
export function nodeClassOf({ pool, profile, overrides }: ConfiguredTier) {
  return overrides.nodeClass ?? nodeClassSlotFor(pool, profile.nodeClass);
}

/**
 * The capacity types of a tier. A training tier whose node class has reservations uses them first, because p4d and p5 are
 * rarely available on demand. Other tiers use reservations only when `capacityTypes` names `reserved`.
 */
export function capacityTypesOf(
  configured: ConfiguredTier,
  nodeClasses: PlatformConfig["nodeClasses"],
): readonly CapacityType[] {
  const { profile, overrides } = configured;
  if (overrides.capacityTypes !== undefined) return overrides.capacityTypes;
  const reserves = nodeClasses[nodeClassOf(configured)]?.capacityReservations !== undefined;
  return reserves && trains(profile)
    ? ["reserved", ...profile.capacityTypes]
    : profile.capacityTypes;
}

/**
 * From the start of a drain until EC2 takes the instances of a capacity block. EC2 begins 30 minutes before the block ends, and
 * Karpenter drains the nodes ten minutes before that. Without a grace period the drain waits for pods with
 * `karpenter.sh/do-not-disrupt`, so they would end without SIGTERM.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html
 * https://karpenter.sh/v1.15/tasks/odcrs/
 */
export const capacityBlockGracePeriod = "10m";

/** Whether nodes of the tier may be in a capacity block. */
export function usesCapacityBlocks(
  configured: ConfiguredTier,
  nodeClasses: PlatformConfig["nodeClasses"],
): boolean {
  const terms = nodeClasses[nodeClassOf(configured)]?.capacityReservations ?? [];
  const hasBlocks = terms.some(({ capacityBlock }) => capacityBlock === true);
  return hasBlocks && capacityTypesOf(configured, nodeClasses).includes("reserved");
}

function gracePeriodOf(
  configured: ConfiguredTier,
  nodeClasses: PlatformConfig["nodeClasses"],
): Pick<TierProfile, "terminationGracePeriod"> {
  const { terminationGracePeriod } = configured.overrides;
  if (terminationGracePeriod !== undefined) return { terminationGracePeriod };
  if (!usesCapacityBlocks(configured, nodeClasses)) return {};
  return { terminationGracePeriod: capacityBlockGracePeriod };
}

function withOverrides(configured: ConfiguredTier, config: PlatformConfig): ResolvedProfile {
  const { profile, overrides } = configured;
  return {
    ...profile,
    capacityTypes: capacityTypesOf(configured, config.nodeClasses),
    labels: {
      ...overrides.labels,
      ...profile.labels,
      ...(overrides.efa === true ? { [efaLabelKey]: "true" } : {}),
    },
    taints: [...profile.taints, ...(overrides.taints ?? []).map(taintOf)],
    limits: overrides.limits ?? profile.limits,
    expireAfter: expireAfterOf(configured),
    ...gracePeriodOf(configured, config.nodeClasses),
    ...(overrides.weight === undefined ? {} : { weight: overrides.weight }),
    disruption: disruptionOf(profile, overrides),
  };
}

/** The age at which nodes of the tier are replaced. */
export function expireAfterOf({
  profile,
  overrides,
}: Pick<ConfiguredTier, "profile" | "overrides">): string {
  return overrides.expireAfter ?? profile.expireAfter;
}

type ConfiguredTaint = NonNullable<ConfiguredTier["overrides"]["taints"]>[number];

function taintOf({ key, value, effect }: ConfiguredTaint): Taint {
  return { key, ...(value === undefined ? {} : { value }), effect };
}

/** A training tier has no policy to replace: it gives up empty nodes only. consolidation-policy-check.ts says so. */
function disruptionOf(
  { disruption }: TierProfile,
  { consolidateAfter, consolidationPolicy }: ConfiguredTier["overrides"],
): Disruption {
  const after = { consolidateAfter: consolidateAfter ?? disruption.consolidateAfter };
  if (disruption.kind !== "follows-load") return { ...disruption, ...after };
  const policy = consolidationPolicy ?? disruption.consolidationPolicy;
  return { ...disruption, ...after, consolidationPolicy: policy };
}

function windowsOf(
  profile: TierProfile,
  overrides: ConfiguredTier["overrides"],
  { timeZone, maintenanceWindow }: PlatformConfig,
): Pick<Tier, "blockedWindow" | "maintenanceWindow"> {
  const hasWindow = profile.disruption.kind === "maintenance-window";
  const window = overrides.maintenanceWindow ?? maintenanceWindow;
  return {
    ...(overrides.blockedWindow === undefined
      ? {}
      : { blockedWindow: maintenanceWindowOf(overrides.blockedWindow, timeZone) }),
    ...(hasWindow && window !== undefined
      ? { maintenanceWindow: maintenanceWindowOf(window, timeZone) }
      : {}),
  };
}
