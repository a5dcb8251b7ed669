import type { CapacityType } from "../../scheduling/requirements/capacity-types";
import type { Budget } from "../../scheduling/budgets/budget";
import {
  archLabelKey,
  gpuCountLabelKey,
  gpuManufacturerLabelKey,
  instanceCategoryLabelKey,
  instanceFamilyLabelKey,
  instanceGenerationLabelKey,
  instanceHypervisorLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
  nodeTypeLabelKey,
} from "../../scheduling/requirements/labels";
import type { PoolLimits } from "../../scheduling/node-pool/pool-limits";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import { gpuClassNames, type GpuClassName } from "../../scheduling/catalogue/gpu-classes";
import { neuronResource, nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import {
  gpuTaintKey,
  neuronTaintKey,
  trainingTaint,
  type Taint,
} from "../../scheduling/taints/taints";
import type { NodeClassName } from "./node-class-profiles";

/** Kind of work on a tier. The policy pack reads it from the label `workload` in the node template. */
type WorkloadClass = "general" | "inference" | "training" | "cpu";

/** Every tier that a stack can have. The compiler requires a row in `tierProfiles` for each name. */
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

/** When Karpenter may remove nodes of a tier by its own choice. */
export type Disruption =
  | {
      /** Nodes come and go with the load. The budgets limit how many go at once. */
      readonly kind: "follows-load";
      readonly consolidationPolicy: "WhenEmpty" | "WhenEmptyOrUnderutilized";
      readonly consolidateAfter: string;
      readonly budgets: readonly Budget[];
    }
  | {
      /**
       * Consolidation never touches running work, and drift does so only in the window. Empty nodes may always go.
       */
      readonly kind: "maintenance-window";
      readonly consolidateAfter: string;
    };

/** Which classes of GPU a tier launches, and which ones a stack file may name in their place. */
interface GpuChoice {
  /**
   * Absent: every class. A training tier has one: Karpenter buys the cheapest type that fits, so a job that needs eight
   * H100 would get eight A10G from a tier that has both.
   */
  readonly byDefault?: readonly GpuClassName[];
  readonly choices: readonly GpuClassName[];
}

/** The defaults of a tier. A stack file can override them. */
export interface TierProfile {
  /** The use of the tier, in one sentence. */
  readonly purpose: string;
  readonly workloadClass: WorkloadClass;
  readonly nodeClass: NodeClassName;
  /** Resource that counts the tier's accelerators. Absent for a tier without accelerators. */
  readonly accelerator?: string;
  /** The classes of GPU of a tier with NVIDIA GPUs. */
  readonly gpus?: GpuChoice;
  /** Further requirements for the instance type. The builder adds capacity types and zones. */
  readonly requirements: readonly NodeSelectorRequirement[];
  /** Order has no meaning: Karpenter tries reserved, then spot, then on-demand capacity. */
  readonly capacityTypes: readonly CapacityType[];
  readonly taints: readonly Taint[];
  /** Labels of the nodes. The builder adds the label `workload`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Maximum size of the pool: whole devices, cpu cores, and memory as a Kubernetes quantity. */
  readonly limits: PoolLimits;
  /** Karpenter tries the pool with the highest weight first. 1 to 100; absent means 0. */
  readonly weight?: number;
  readonly disruption: Disruption;
  /**
   * Age at which Karpenter replaces a node, whatever the budgets say. `Never` for work that must not be interrupted.
   */
  readonly expireAfter: string;
  /** Maximum time of a drain. After it Karpenter deletes the remaining pods, even protected ones. */
  readonly terminationGracePeriod?: string;
}

/** Label by which a workload selects a whole fallback chain and not a single tier of it. */
export const chainLabelKey = "fallback-chain";

const gpuTaint: Taint = { key: gpuTaintKey, value: "true", effect: "NoSchedule" };
const neuronTaint: Taint = { key: neuronTaintKey, value: "true", effect: "NoSchedule" };

/**
 * Excludes metal types, which have no hypervisor. A metal type is as large as its family gets and takes minutes longer to
 * start: g4dn.metal would launch eight GPUs for a pod that requests one.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
 */
const noMetal: NodeSelectorRequirement = {
  key: instanceHypervisorLabelKey,
  operator: "In",
  values: ["nitro"],
};

/** Families whose GPUs need a newer driver than the AMIs of AL2023 and Bottlerocket have. */
export const newestDriverFamilies: readonly string[] = ["g7"];

/**
 * Excludes them from a profile. A stack whose driver is new enough leaves this requirement out.
 * https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 */
export const withoutNewestDriver: NodeSelectorRequirement = {
  key: instanceFamilyLabelKey,
  operator: "NotIn",
  values: newestDriverFamilies,
};

/**
 * NVIDIA types on x86 with whole GPUs that the driver of the AL2023 NVIDIA AMI supports. Each requirement excludes
 * types:
 *
 * - the manufacturer excludes g4ad, which has AMD GPUs;
 * - the count excludes g6f, which has only fractions of a GPU;
 * - the family excludes g7, which needs a newer driver than the AMI has. A g7 node would never offer a GPU, so
 *   Karpenter would never initialise or remove it. Stacks with that driver leave this requirement out;
 * - the architecture excludes g5g, which is arm64;
 * - the hypervisor excludes metal types, as in every tier.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html
 */
const wholeNvidiaGpus: readonly NodeSelectorRequirement[] = [
  { key: gpuManufacturerLabelKey, operator: "In", values: ["nvidia"] },
  { key: gpuCountLabelKey, operator: "Gt", values: ["0"] },
  withoutNewestDriver,
  { key: archLabelKey, operator: "In", values: ["amd64"] },
  noMetal,
];

/** The classes of the inference tiers. A model that fits on one of them fits on the others, except for T4 (docs/tiers.md). */
const smallGpus: GpuChoice = { byDefault: ["t4", "a10g", "l4"], choices: gpuClassNames };

/** Empty nodes go at once. Busy nodes go a tenth at a time, and at least one, because Karpenter rounds up. */
const aTenthAtATime: readonly Budget[] = [
  { nodes: "100%", reasons: ["Empty"] },
  { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
];

/**
 * What all tiers of the fallback chain have in common. They have the same taint and the same label, so that one pod
 * can use every tier of the chain. The profile sets `disruption`, because Karpenter's default is its most aggressive
 * setting: WhenEmptyOrUnderutilized after 0s.
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
 * What all training tiers have in common. Outside the maintenance window drift and consolidation do not touch a
 * running job. Events of EC2 can still end it: notices of AWS Health, the end of a capacity block, failed status
 * checks (docs/training-capacity.md).
 */
const trainingTier = {
  workloadClass: "training",
  nodeClass: "gpu-training",
  accelerator: nvidiaGpuResource,
  gpus: { byDefault: ["h100"], choices: gpuClassNames },
  requirements: wholeNvidiaGpus,
  capacityTypes: ["on-demand"],
  // Without the second taint an inference pod could run here when no g5 Spot capacity is left.
  taints: [gpuTaint, trainingTaint],
  disruption: { kind: "maintenance-window", consolidateAfter: "30m" },
  expireAfter: "Never",
} as const satisfies Partial<TierProfile>;

/** All tiers. The builder adds capacity types, zones, the label `workload` and the node class to each. */
export const tierProfiles: Readonly<Record<TierName, TierProfile>> = {
  "gpu-general": {
    purpose: "Runs NVIDIA GPU work that has no own tier: notebooks, experiments, debugging.",
    workloadClass: "general",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    gpus: { choices: gpuClassNames },
    requirements: [
      { key: instanceCategoryLabelKey, operator: "In", values: ["g", "p"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["on-demand", "spot"],
    taints: [gpuTaint],
    labels: { [nodeTypeLabelKey]: "gpu", accelerator: "nvidia" },
    // Only devices are limited. A limit on cpu or memory can stop the pool much earlier, for example at 8 of 100 GPUs
    // with p5.48xlarge.
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
      "Serves models on small instances with T4, A10G or L4 GPUs, on Spot where there is capacity.",
    workloadClass: "inference",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    gpus: smallGpus,
    requirements: [
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
      "Serves models that tolerate interruptions, on Spot instances with one to four T4, A10G or L4 GPUs.",
    workloadClass: "inference",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    gpus: smallGpus,
    requirements: [
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
    gpus: { byDefault: ["a10g"], choices: ["a10g"] },
    requirements: [
      { key: instanceCategoryLabelKey, operator: "In", values: ["g"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    limits: { [nvidiaGpuResource]: 20 },
    weight: 100,
  },
  "gpu-tier2-g4dn-spot": {
    ...chainTier,
    purpose:
      "Second choice of the inference chain: T4 on Spot, or L4 where the stack says so, when no A10G Spot capacity is left.",
    // The guide names T4. bf16 does not exist there, so a stack may choose L4.
    gpus: { byDefault: ["t4"], choices: ["t4", "l4"] },
    requirements: [
      { key: instanceCategoryLabelKey, operator: "In", values: ["g"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    limits: { [nvidiaGpuResource]: 20 },
    weight: 50,
  },
  "gpu-tier3-g5-ondemand": {
    ...chainTier,
    purpose: "Last choice of the inference chain: A10G on demand, when no Spot capacity is left.",
    gpus: { byDefault: ["a10g"], choices: ["a10g"] },
    requirements: [
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
      "Trains on one class of GPU, H100 by default, on demand. Drift and consolidation do not touch it outside the maintenance window.",
    labels: { [nodeTypeLabelKey]: "gpu-training", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 32 },
    weight: 90,
  },
  "gpu-training-protected": {
    ...trainingTier,
    purpose:
      "Trains for weeks on one class of GPU, H100 by default, on demand, on nodes that no other tier uses.",
    labels: { [nodeTypeLabelKey]: "gpu-training-protected", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 16 },
    weight: 85,
  },
  "multi-arch": {
    purpose: "Runs work without an accelerator, on x86 or Graviton. Images must be multi-arch.",
    workloadClass: "cpu",
    nodeClass: "default",
    requirements: [
      { key: archLabelKey, operator: "In", values: ["amd64", "arm64"] },
      { key: instanceCategoryLabelKey, operator: "In", values: ["c", "m", "r"] },
      { key: instanceGenerationLabelKey, operator: "Gt", values: ["5"] },
      noMetal,
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
    // The limit counts devices, not cores. Two inf2.48xlarge (12 each) and one 24xlarge (6) fit, a third 48xlarge
    // does not.
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
    purpose: "Workers of the Inferentia2 workshop: any inf2 size, on Spot where there is capacity.",
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
    // Sixteen inf2.8xlarge have 512 cpu. So 16 devices is the most that the cpu limit allows on every size.
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
      "Head of a Ray cluster, and other x86 work without an accelerator, as in the workshops.",
    workloadClass: "cpu",
    nodeClass: "x86-cpu-karpenter",
    requirements: [
      { key: instanceFamilyLabelKey, operator: "In", values: ["c5", "m5", "r5"] },
      { key: archLabelKey, operator: "In", values: ["amd64"] },
      noMetal,
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

/** The resources that count the accelerators of any tier, such as `nvidia.com/gpu`. */
export function acceleratorResources(): readonly string[] {
  const resources = Object.values(tierProfiles).flatMap(({ accelerator }) => accelerator ?? []);
  return [...new Set(resources)];
}
