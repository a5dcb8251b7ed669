import { sharingLabels, startupTaints } from "../shared/gpu-sharing";
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
} from "../../scheduling/budgets/maintenance-window";
import {
  capacityBlocksAnnotationKey,
  retiredAnnotationKey,
} from "../../scheduling/node-pool/pool-limits";
import type { ConsolidationPolicy } from "../../scheduling/node-pool/node-pool";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import {
  blockedUtcIntervals,
  budgetsForIntervals,
  trainingBudgets,
} from "../../scheduling/budgets/utc-windows";
import { sharedLimits, sharingTier } from "./gpu-sharing.builder";
import type { ResolvedProfile, Tier } from "./tier";
import { ownershipLabels } from "./ownership-labels";
import type { Disruption } from "./tier-profiles";

/** Metadata and spec of a tier's NodePool, all plain values. */
export function nodePool(tier: Tier) {
  return { metadata: nodePoolMetadata(tier), spec: nodePoolSpec(tier) };
}

function nodePoolMetadata({ name, profile, maintenanceWindow, retired, capacityBlocks }: Tier) {
  const hasWindow = profile.disruption.kind === "maintenance-window";
  const annotations: Record<string, string> = {};
  // The policy pack compares the budgets with the window that the pool itself declares.
  if (hasWindow && maintenanceWindow !== undefined) {
    annotations[maintenanceWindowAnnotationKey] = formatMaintenanceWindow(maintenanceWindow);
  }
  if (retired) annotations[retiredAnnotationKey] = "true";
  // The policy pack accepts a short grace period only here.
  if (capacityBlocks === true) annotations[capacityBlocksAnnotationKey] = "true";
  return {
    name,
    labels: ownershipLabels,
    annotations,
  };
}

/**
 * The spec of a tier's NodePool.
 *
 * @see https://karpenter.sh/v1.15/concepts/nodepools/
 */
function nodePoolSpec(tier: Tier) {
  const { profile } = tier;
  return {
    template: {
      metadata: { labels: templateLabels(tier) },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: tier.nodeClass },
        requirements: nodeRequirements(tier),
        taints: profile.taints.map((taint) => ({ ...taint })),
        ...optionalStartupTaints(tier),
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

function optionalStartupTaints({ gpuSharing }: Tier) {
  const taints = startupTaints(gpuSharing);
  return taints.length === 0 ? {} : { startupTaints: taints.map((taint) => ({ ...taint })) };
}

function templateLabels({ profile, gpuSharing }: Tier) {
  return {
    ...profile.labels,
    ...(gpuSharing === undefined ? {} : sharingLabels(gpuSharing)),
    [workloadLabelKey]: profile.workloadClass,
  };
}

/**
 * Limits and weight of the pool. A static pool has a number of replicas instead. Karpenter accepts no weight for it,
 * and no limit except `nodes`. That limit is one more than its replicas, because drift adds a node before it removes
 * one.
 */
function size(tier: Tier) {
  const { profile, replicas, retired } = tier;
  if (replicas !== undefined)
    return { replicas, limits: { nodes: staticLimit(profile, replicas) } };
  const limits = retired ? zeroLimits(profile) : { ...profile.limits };
  const sharing = sharingTier(tier);
  return {
    limits: sharing === undefined ? limits : sharedLimits(limits, sharing),
    ...(profile.weight === undefined ? {} : { weight: profile.weight }),
  };
}

function staticLimit({ limits }: ResolvedProfile, replicas: number): string | number {
  return limits["nodes"] ?? replicas + 1;
}

/** A limit of 0 removes no running node, but allows no new one. */
function zeroLimits({ accelerator }: ResolvedProfile) {
  return { [accelerator ?? "cpu"]: 0 };
}

function nodeRequirements({
  profile,
  requirements,
  zones,
}: Tier): readonly NodeSelectorRequirement[] {
  return [
    ...requirements,
    { key: osLabelKey, operator: "In", values: ["linux"] },
    { key: capacityTypeLabelKey, operator: "In", values: profile.capacityTypes },
    { key: zoneLabelKey, operator: "In", values: zones },
    ...uninterruptibleReservations(profile),
  ];
}

/**
 * Training does not use interruptible reservations, because their owner may take them back. The operator is NotIn,
 * because an on-demand node has no such label. If the class finds only interruptible reservations for a type,
 * Karpenter does not launch that type on demand either.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/instancetype/types.go#L398
 */
function uninterruptibleReservations(profile: ResolvedProfile): readonly NodeSelectorRequirement[] {
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

/** Consolidation would move a running job, so a training tier gives up only empty nodes. */
function consolidationPolicy(shape: Disruption): ConsolidationPolicy {
  return shape.kind === "follows-load" ? shape.consolidationPolicy : "WhenEmpty";
}

function budgets(tier: Tier, shape: Disruption): readonly Budget[] {
  if (tier.budgets !== undefined) return tier.budgets;
  return [...budgetsOfShape(tier, shape), ...repairBudgets(tier)];
}

function budgetsOfShape(tier: Tier, shape: Disruption): readonly Budget[] {
  if (shape.kind === "follows-load") return [...shape.budgets, ...blockedBudgets(tier)];
  const window = shape.kind === "maintenance-window" ? tier.maintenanceWindow : undefined;
  return trainingBudgets(window, tier.offsetsYear);
}

/** The other budgets name their reasons, so without this one node repair would have no limit. */
function repairBudgets({ repairBudget }: Tier): readonly Budget[] {
  return repairBudget === undefined ? [] : [{ nodes: repairBudget, reasons: ["Unhealthy"] }];
}

/** A blocked window has to hold in summer and in winter time, so it covers the UTC minutes of both. */
function blockedBudgets({ blockedWindow, offsetsYear }: Tier): readonly Budget[] {
  if (blockedWindow === undefined) return [];
  return budgetsForIntervals(blockedUtcIntervals(blockedWindow, offsetsYear), {
    nodes: "0",
    reasons: ["Drifted", "Underutilized"],
  });
}
