import type { Budget } from "../../scheduling/disruption-budgets";
import {
  capacityTypeLabelKey,
  osLabelKey,
  workloadLabelKey,
  zoneLabelKey,
} from "../../scheduling/labels";
import {
  formatMaintenanceWindow,
  maintenanceWindowAnnotationKey,
  type MaintenanceWindow,
} from "../../scheduling/maintenance-window";
import type { NodeSelectorRequirement } from "../../scheduling/requirements";
import {
  blockedUtcIntervals,
  budgetsForIntervals,
  trainingBudgets,
} from "../../scheduling/utc-windows";
import type { NodeClassName } from "./node-class-profiles";
import type { Disruption, TierName, TierProfile } from "./tier-profiles";

/** A tier as one stack has it: the profile with the stack's overrides applied. */
export interface Tier {
  readonly name: TierName;
  readonly profile: TierProfile;
  readonly nodeClass: NodeClassName;
  readonly zones: readonly string[];
  /** Refuse to delete the pool. */
  readonly protect: boolean;
  /** Replaces the budgets that the profile and the window would give. */
  readonly budgets?: readonly Budget[];
  /** When drift and consolidation leave busy nodes alone, in a tier that follows its load. */
  readonly blockedWindow?: MaintenanceWindow;
  /** When drift may replace nodes of a training tier. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** Year whose daylight-saving offsets the window is converted with. */
  readonly offsetsYear: number;
}

/** The NodePool of a tier: metadata and spec, all plain. */
export function nodePool(tier: Tier) {
  return { metadata: nodePoolMetadata(tier), spec: nodePoolSpec(tier) };
}

function nodePoolMetadata({ name, profile, maintenanceWindow }: Tier) {
  const trains = profile.disruption.kind === "maintenance-window";
  const annotations: Record<string, string> = {};
  // The policy pack holds the budgets against the window that the pool itself declares.
  if (trains && maintenanceWindow !== undefined) {
    annotations[maintenanceWindowAnnotationKey] = formatMaintenanceWindow(maintenanceWindow);
  }
  return {
    name,
    labels: {
      "app.kubernetes.io/managed-by": "pulumi",
      "app.kubernetes.io/part-of": "accelerator-platform",
    },
    annotations,
  };
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
      metadata: { labels: { ...profile.labels, [workloadLabelKey]: profile.workloadClass } },
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
    limits: { ...profile.limits },
    ...(profile.weight === undefined ? {} : { weight: profile.weight }),
  };
}

function requirements({ profile, zones }: Tier): readonly NodeSelectorRequirement[] {
  return [
    ...profile.requirements,
    { key: osLabelKey, operator: "In", values: ["linux"] },
    { key: capacityTypeLabelKey, operator: "In", values: profile.capacityTypes },
    { key: zoneLabelKey, operator: "In", values: zones },
  ];
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
