import { type GpuSharing, sharingLabels } from "../shared/gpu-sharing";
import type { Budget } from "../../scheduling/budgets/budget";
import {
  capacityTypeLabelKey,
  osLabelKey,
  reservationInterruptibleLabelKey,
  workloadLabelKey,
  zoneLabelKey,
} from "../../scheduling/requirements/labels";
import {
  formatMaintenanceWindow,
  maintenanceWindowAnnotationKey,
  type MaintenanceWindow,
} from "../../scheduling/budgets/maintenance-window";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import {
  blockedUtcIntervals,
  budgetsForIntervals,
  trainingBudgets,
} from "../../scheduling/budgets/utc-windows";
import { sharedLimits, type SharingTier } from "./gpu-sharing.builder";
import type { NodeClassSlotName, PoolName } from "./pool-names";
import type { Disruption, TierName, TierProfile } from "./tier-profiles";

/** Says that a limit of nothing is meant; the policy pack reads it. */
export const retiredAnnotationKey = "accelerator-platform.io/retired";

/** A tier as one stack has it: the profile with the stack's overrides applied. */
export interface Tier {
  /** Name of the pool: the tier's slot. */
  readonly name: PoolName;
  readonly tier: TierName;
  readonly profile: TierProfile;
  readonly nodeClass: NodeClassSlotName;
  readonly zones: readonly string[];
  /** Refuse to delete the pool. */
  readonly protect: boolean;
  /** Its nodes have Elastic Fabric Adapters, for work over many nodes. */
  readonly efa: boolean;
  /** Launches nothing more, so that running work may end before the pool is deleted. */
  readonly retired: boolean;
  /** Makes the pool static: so many nodes, wanted or not. */
  readonly replicas?: number;
  /** Replaces the budgets that the profile and the window would give. */
  readonly budgets?: readonly Budget[];
  /** When drift and consolidation leave busy nodes alone, in a tier that follows its load. */
  readonly blockedWindow?: MaintenanceWindow;
  /** When drift may replace nodes of a training tier. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** How pods share the tier's GPUs; whole GPUs where absent. */
  readonly gpuSharing?: GpuSharing;
  /** Year whose daylight-saving offsets the window is converted with. */
  readonly offsetsYear: number;
}

/** The NodePool of a tier: metadata and spec, all plain. */
export function nodePool(tier: Tier) {
  return { metadata: nodePoolMetadata(tier), spec: nodePoolSpec(tier) };
}

function nodePoolMetadata({ name, profile, maintenanceWindow, retired }: Tier) {
  const trains = profile.disruption.kind === "maintenance-window";
  const annotations: Record<string, string> = {};
  // The policy pack holds the budgets against the window that the pool itself declares.
  if (trains && maintenanceWindow !== undefined) {
    annotations[maintenanceWindowAnnotationKey] = formatMaintenanceWindow(maintenanceWindow);
  }
  if (retired) annotations[retiredAnnotationKey] = "true";
  return {
    name,
    labels: {
      "app.kubernetes.io/managed-by": "pulumi",
      "app.kubernetes.io/part-of": "accelerator-platform",
    },
    annotations,
  };
}

/** What the pool's shared GPUs are made of; undefined for a tier with whole ones. */
export function sharingTier({ name, gpuSharing, profile }: Tier): SharingTier | undefined {
  if (gpuSharing === undefined) return undefined;
  return { name, gpuSharing, requirements: profile.requirements };
}

/**
 * The spec of a tier's NodePool.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodepools/
 */
function nodePoolSpec(tier: Tier) {
  const { profile } = tier;
  return {
    template: {
      metadata: { labels: templateLabels(tier) },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: tier.nodeClass },
        requirements: requirements(tier),
        taints: profile.taints.map((taint) => ({ ...taint })),
        expireAfter: profile.expireAfter,
        ...(profile.terminationGracePeriod === undefined
          ? {}
          : { terminationGracePeriod: profile.terminationGracePeriod }),
      },
    },
    disruption: disruption(tier),
    ...size(tier),
  };
}

function templateLabels({ profile, gpuSharing }: Tier) {
  return {
    ...profile.labels,
    ...(gpuSharing === undefined ? {} : sharingLabels(gpuSharing)),
    [workloadLabelKey]: profile.workloadClass,
  };
}

/**
 * How large the pool may grow and when it is tried. A static pool has a number of nodes instead, takes no
 * weight, and no limit but `nodes`: one more than its replicas, because drift adds before it removes.
 */
function size(tier: Tier) {
  const { profile, replicas, retired } = tier;
  if (replicas !== undefined)
    return { replicas, limits: { nodes: staticLimit(profile, replicas) } };
  const limits = retired ? closedLimits(profile) : { ...profile.limits };
  const sharing = sharingTier(tier);
  return {
    limits: sharing === undefined ? limits : sharedLimits(limits, sharing),
    ...(profile.weight === undefined ? {} : { weight: profile.weight }),
  };
}

function staticLimit({ limits }: TierProfile, replicas: number): string | number {
  return limits["nodes"] ?? replicas + 1;
}

/** Nodes that stand are not touched by a limit; no further one fits into none. */
function closedLimits({ accelerator }: TierProfile) {
  return { [accelerator ?? "cpu"]: 0 };
}

function requirements({ profile, zones }: Tier): readonly NodeSelectorRequirement[] {
  return [
    ...profile.requirements,
    { key: osLabelKey, operator: "In", values: ["linux"] },
    { key: capacityTypeLabelKey, operator: "In", values: profile.capacityTypes },
    { key: zoneLabelKey, operator: "In", values: zones },
    ...keptReservations(profile),
  ];
}

/**
 * A reservation that its owner may take back is none for training. NotIn, because what is bought on demand has no such
 * label; a type for which the class finds interruptible reservations alone is not bought on demand either.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instancetype/types.go#L238
 */
function keptReservations(profile: TierProfile): readonly NodeSelectorRequirement[] {
  const reserves = profile.capacityTypes.includes("reserved");
  if (profile.workloadClass !== "training" || !reserves) return [];
  return [{ key: reservationInterruptibleLabelKey, operator: "NotIn", values: ["true"] }];
}

function disruption(tier: Tier) {
  const shape = tier.profile.disruption;
  return {
    consolidationPolicy: consolidationPolicy(shape),
    consolidateAfter: shape.consolidateAfter,
    budgets: budgets(tier, shape).map((budget) => ({ ...budget })),
  };
}

/** A training tier gives up empty nodes only: consolidation would move a running job. */
function consolidationPolicy(shape: Disruption): "WhenEmpty" | "WhenEmptyOrUnderutilized" {
  return shape.kind === "maintenance-window" ? "WhenEmpty" : shape.consolidationPolicy;
}

function budgets(tier: Tier, shape: Disruption): readonly Budget[] {
  if (tier.budgets !== undefined) return tier.budgets;
  if (shape.kind === "follows-load") return [...shape.budgets, ...blockedBudgets(tier)];
  return trainingBudgets(tier.maintenanceWindow, tier.offsetsYear);
}

/** A block has to hold at every offset of its zone, so it takes the minutes of either season. */
function blockedBudgets({ blockedWindow, offsetsYear }: Tier): readonly Budget[] {
  if (blockedWindow === undefined) return [];
  return budgetsForIntervals(blockedUtcIntervals(blockedWindow, offsetsYear), {
    nodes: "0",
    reasons: ["Drifted", "Underutilized"],
  });
}
