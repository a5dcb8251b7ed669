import type { CapacityType } from "../../scheduling/requirements/capacity-types";
import type { Budget } from "../../scheduling/budgets/budget";
import {
  archLabelKey,
  gpuCountLabelKey,
  gpuManufacturerLabelKey,
  gpuNameLabelKey,
  instanceCategoryLabelKey,
  instanceFamilyLabelKey,
  instanceGenerationLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
  nodeTypeLabelKey,
} from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import { neuronResource, nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import {
  gpuTaintKey,
  neuronTaintKey,
  trainingTaint,
  type Taint,
} from "../../scheduling/taints/taints";
import type { NodeClassName } from "./node-class-profiles";

/** What a tier is for. The policy pack knows a pool's class by the template label `workload`. */
export type WorkloadClass = "general" | "inference" | "training" | "cpu";

/** Every tier a stack can ask for. A new member does not compile until it has a row below. */
export const tierNames = [
  "gpu-general",
  "gpu-inference",
  "gpu-spot-inference",
  "gpu-tier1-g5-spot",
  "gpu-tier2-g4dn-spot",
  "gpu-tier3-g5-ondemand",
  "gpu-training",
  "gpu-training-protected",
  "multi-arch",
  "inferentia",
  "inferentia-inf2",
  "trainium-trn1",
  "x86-cpu-karpenter",
] as const;

export type TierName = (typeof tierNames)[number];

/** When Karpenter may take nodes of a tier away by itself. */
export type Disruption =
  | {
      /** Nodes come and go with the load; the budgets say how many at once. */
      readonly kind: "follows-load";
      readonly consolidationPolicy: "WhenEmpty" | "WhenEmptyOrUnderutilized";
      readonly consolidateAfter: string;
      readonly budgets: readonly Budget[];
    }
  | {
      /** Consolidation leaves running work alone, drift outside the maintenance window; empty nodes always go. */
      readonly kind: "maintenance-window";
      readonly consolidateAfter: string;
    };

/** The shape of a tier; a stack file says what differs. */
export interface TierProfile {
  /** What the tier is for, one sentence. */
  readonly purpose: string;
  readonly workloadClass: WorkloadClass;
  readonly nodeClass: NodeClassName;
  /** Resource in which the tier's accelerators are counted; none for a tier without. */
  readonly accelerator?: string;
  /** Which instance types; capacity types and zones are added by the builder. */
  readonly requirements: readonly NodeSelectorRequirement[];
  /** An unordered set: Karpenter takes reserved, then spot, then on-demand, by availability. */
  readonly capacityTypes: readonly CapacityType[];
  readonly taints: readonly Taint[];
  /** Labels of the nodes; the class label is added by the builder. */
  readonly labels: Readonly<Record<string, string>>;
  /** Most the pool may hold: whole devices, cpu cores, bytes as Kubernetes quantities. */
  readonly limits: Readonly<Record<string, string | number>>;
  /** Order in which Karpenter tries pools, highest first, 1 to 100; absent is 0. */
  readonly weight?: number;
  readonly disruption: Disruption;
  /** Age at which a node is replaced by force, budgets or not; `Never` for work that must not be cut. */
  readonly expireAfter: string;
  /** Longest drain; after it pods are deleted whatever protects them. */
  readonly terminationGracePeriod?: string;
}

/** Label by which a workload asks for a whole fallback chain rather than for one tier of it. */
export const chainLabelKey = "fallback-chain";

const gpuTaint: Taint = { key: gpuTaintKey, value: "true", effect: "NoSchedule" };
const neuronTaint: Taint = { key: neuronTaintKey, value: "true", effect: "NoSchedule" };

/**
 * NVIDIA types with whole GPUs on x86 that the AL2023 NVIDIA AMI drives. Without the count a GPU name
 * also admits g6f (0 whole GPUs), without the manufacturer the count admits g4ad (AMD), without the
 * architecture g5g (arm64). g7 needs a newer driver than the AMI's: its nodes would never offer a GPU,
 * and what never becomes initialised is never removed.
 * https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 */
const wholeNvidiaGpus: readonly NodeSelectorRequirement[] = [
  { key: gpuManufacturerLabelKey, operator: "In", values: ["nvidia"] },
  { key: gpuCountLabelKey, operator: "Gt", values: ["0"] },
  { key: instanceFamilyLabelKey, operator: "NotIn", values: ["g7"] },
  { key: archLabelKey, operator: "In", values: ["amd64"] },
];

/** Idle nodes go at once; of the busy ones a tenth at a time (Karpenter rounds up: at least one). */
const aTenthAtATime: readonly Budget[] = [
  { nodes: "100%", reasons: ["Empty"] },
  { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
];

/**
 * A tier of a chain. Its taint and label are those of the whole chain; `disruption` is set because its
 * absence means WhenEmptyOrUnderutilized after 0s, the most aggressive setting there is.
 */
const chainTier = {
  workloadClass: "inference",
  nodeClass: "gpu-optimized",
  accelerator: nvidiaGpuResource,
  taints: [gpuTaint],
  labels: {
    [nodeTypeLabelKey]: "gpu-chain",
    [chainLabelKey]: "gpu-inference",
    accelerator: "nvidia",
  },
  disruption: {
    kind: "follows-load",
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "2m",
    budgets: aTenthAtATime,
  },
  expireAfter: "720h",
  terminationGracePeriod: "1h",
} as const satisfies Partial<TierProfile>;

/**
 * What every training tier shares: drift and consolidation leave a running job alone outside the window. What comes
 * from EC2 does not: notices of AWS Health, the end of a capacity block, failed status checks (docs/training-capacity.md).
 */
const trainingTier = {
  workloadClass: "training",
  nodeClass: "gpu-training",
  accelerator: nvidiaGpuResource,
  capacityTypes: ["on-demand"],
  // The second taint: with the GPU taint alone an inference pod falls in here when g5 Spot is gone.
  taints: [gpuTaint, trainingTaint],
  disruption: { kind: "maintenance-window", consolidateAfter: "30m" },
  expireAfter: "Never",
} as const satisfies Partial<TierProfile>;

/** The tiers. Read with the builder, which adds capacity types, zones, class label and node class. */
export const tierProfiles: Readonly<Record<TierName, TierProfile>> = {
  "gpu-general": {
    purpose:
      "Runs any NVIDIA GPU work that has no tier of its own: notebooks, experiments, debugging.",
    workloadClass: "general",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    requirements: [
      { key: instanceCategoryLabelKey, operator: "In", values: ["g", "p"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["on-demand", "spot"],
    taints: [gpuTaint],
    labels: { [nodeTypeLabelKey]: "gpu", accelerator: "nvidia" },
    // Devices alone: a limit on cpu or memory beside it binds first, at 8 of 100 GPUs on p5.48xlarge.
    limits: { [nvidiaGpuResource]: 100 },
    weight: 80,
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "5m",
      budgets: [
        { nodes: "100%", reasons: ["Empty"] },
        { nodes: "1", reasons: ["Drifted", "Underutilized"] },
      ],
    },
    expireAfter: "336h",
    terminationGracePeriod: "2h",
  },
  "gpu-inference": {
    purpose:
      "Serves models on one to four small GPUs' worth of T4, A10G or L4, Spot where there is any.",
    workloadClass: "inference",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["t4", "a10g", "l4"] },
      { key: instanceSizeLabelKey, operator: "In", values: ["xlarge", "2xlarge", "4xlarge"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot", "on-demand"],
    taints: [gpuTaint],
    labels: { [nodeTypeLabelKey]: "gpu-inference", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 50 },
    weight: 60,
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "2m",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "1h",
  },
  "gpu-spot-inference": {
    purpose:
      "Serves models that survive an interruption, on Spot T4, A10G or L4 of one to four GPUs.",
    workloadClass: "inference",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["t4", "a10g", "l4"] },
      {
        key: instanceSizeLabelKey,
        operator: "In",
        values: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge"],
      },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    taints: [gpuTaint],
    labels: { [nodeTypeLabelKey]: "gpu-spot", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 40 },
    weight: 70,
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "1m",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "1h",
  },
  "gpu-tier1-g5-spot": {
    ...chainTier,
    purpose: "First choice of the inference chain: A10G on Spot.",
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["a10g"] },
      { key: instanceCategoryLabelKey, operator: "In", values: ["g"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    limits: { [nvidiaGpuResource]: 20 },
    weight: 100,
  },
  "gpu-tier2-g4dn-spot": {
    ...chainTier,
    purpose: "Second choice of the inference chain: T4 on Spot, when A10G is exhausted.",
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["t4"] },
      { key: instanceCategoryLabelKey, operator: "In", values: ["g"] },
      // g4dn.metal brings eight GPUs at once for a pod that wants one.
      { key: instanceSizeLabelKey, operator: "NotIn", values: ["metal"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    limits: { [nvidiaGpuResource]: 20 },
    weight: 50,
  },
  "gpu-tier3-g5-ondemand": {
    ...chainTier,
    purpose: "Last choice of the inference chain: A10G on demand, when no Spot is left.",
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["a10g"] },
      { key: instanceCategoryLabelKey, operator: "In", values: ["g"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["on-demand"],
    limits: { [nvidiaGpuResource]: 10 },
    weight: 10,
  },
  "gpu-training": {
    ...trainingTier,
    purpose:
      "Trains on A100, H100 or A10G, on demand, left alone by drift and consolidation outside the maintenance window.",
    requirements: [
      { key: gpuNameLabelKey, operator: "In", values: ["a100", "h100", "a10g"] },
      ...wholeNvidiaGpus,
    ],
    labels: { [nodeTypeLabelKey]: "gpu-training", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 32 },
    weight: 90,
  },
  "gpu-training-protected": {
    ...trainingTier,
    purpose: "Trains for weeks on any NVIDIA GPU, on demand, in nodes of its own.",
    requirements: wholeNvidiaGpus,
    labels: { [nodeTypeLabelKey]: "gpu-training-protected", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 16 },
    weight: 85,
  },
  "multi-arch": {
    purpose:
      "Runs everything without an accelerator, on x86 or Graviton; images must be multi-arch.",
    workloadClass: "cpu",
    nodeClass: "default",
    requirements: [
      { key: archLabelKey, operator: "In", values: ["amd64", "arm64"] },
      { key: instanceCategoryLabelKey, operator: "In", values: ["c", "m", "r"] },
      { key: instanceGenerationLabelKey, operator: "Gt", values: ["5"] },
    ],
    capacityTypes: ["on-demand", "spot"],
    taints: [],
    labels: { [nodeTypeLabelKey]: "multi-arch" },
    limits: { cpu: 1000, memory: "2000Gi" },
    weight: 50,
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "1m",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "1h",
  },
  inferentia: {
    purpose: "Serves models compiled for Inferentia2, on demand.",
    workloadClass: "inference",
    nodeClass: "inferentia-nodes",
    accelerator: neuronResource,
    requirements: [
      {
        key: instanceTypeLabelKey,
        operator: "In",
        values: ["inf2.xlarge", "inf2.8xlarge", "inf2.24xlarge", "inf2.48xlarge"],
      },
    ],
    capacityTypes: ["on-demand"],
    taints: [neuronTaint],
    labels: { [nodeTypeLabelKey]: "inferentia", accelerator: "inferentia" },
    // Devices, not cores: two inf2.48xlarge (12 each) and one 24xlarge (6) fit, a third 48xlarge does not.
    limits: { [neuronResource]: 32 },
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "5m",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "1h",
  },
  "inferentia-inf2": {
    purpose: "Workers of the Inferentia2 workshop: any inf2 size, Spot where there is any.",
    workloadClass: "inference",
    nodeClass: "inferentia-inf2",
    accelerator: neuronResource,
    requirements: [{ key: instanceFamilyLabelKey, operator: "In", values: ["inf2"] }],
    capacityTypes: ["on-demand", "spot"],
    taints: [neuronTaint],
    labels: {
      [nodeTypeLabelKey]: "inferentia-inf2",
      accelerator: "inferentia",
      provisionerType: "Karpenter",
      instanceType: "inferentia-inf2",
    },
    // The most devices that 512 cpu allow on every size: sixteen inf2.8xlarge have 512.
    limits: { [neuronResource]: 16, cpu: 512 },
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "300s",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "24h",
  },
  "trainium-trn1": {
    purpose:
      "Serves models compiled for Trainium on single-device nodes, as in the inference workshop.",
    workloadClass: "inference",
    nodeClass: "trainium-trn1",
    accelerator: neuronResource,
    requirements: [{ key: instanceTypeLabelKey, operator: "In", values: ["trn1.2xlarge"] }],
    capacityTypes: ["on-demand"],
    taints: [neuronTaint],
    labels: {
      [nodeTypeLabelKey]: "trainium-trn1",
      accelerator: "trainium",
      provisionerType: "Karpenter",
      instanceType: "trn1.2xlarge",
    },
    limits: { [neuronResource]: 2, cpu: 16, memory: "64Gi" },
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "300s",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "24h",
  },
  "x86-cpu-karpenter": {
    purpose:
      "Head of a Ray cluster and other x86 work without an accelerator, as in the workshops.",
    workloadClass: "cpu",
    nodeClass: "x86-cpu-karpenter",
    requirements: [
      { key: instanceFamilyLabelKey, operator: "In", values: ["c5", "m5", "r5"] },
      { key: archLabelKey, operator: "In", values: ["amd64"] },
    ],
    capacityTypes: ["on-demand", "spot"],
    taints: [],
    labels: {
      [nodeTypeLabelKey]: "x86-cpu-karpenter",
      type: "karpenter",
      instanceType: "mixed-x86",
    },
    limits: { cpu: 256, memory: "2048Gi" },
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "300s",
      budgets: aTenthAtATime,
    },
    expireAfter: "720h",
    terminationGracePeriod: "24h",
  },
};
