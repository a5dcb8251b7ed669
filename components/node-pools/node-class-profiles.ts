/** Every EC2NodeClass a tier can name. A new member does not compile until it has a row below. */
export const nodeClassNames = [
  "default",
  "gpu-optimized",
  "gpu-training",
  "inferentia-inf2",
  "inferentia-nodes",
  "trainium-trn1",
  "x86-cpu-karpenter",
] as const;

export type NodeClassName = (typeof nodeClassNames)[number];

/** Root volume of a node, gp3. Documented bounds: 3000-16000 IOPS, 125-1000 MiB/s. */
export interface RootVolume {
  readonly sizeGiB: number;
  readonly iops: number;
  readonly throughputMiBps: number;
}

/** What nodes of a class look like beside their instance type. */
export interface NodeClassProfile {
  /** What the class is for, one sentence. */
  readonly purpose: string;
  readonly rootVolume: RootVolume;
  /** Join local NVMe disks, where the type has them, to one volume for images and scratch. */
  readonly instanceStore: "raid0" | "unused";
}

export const nodeClassProfiles: Readonly<Record<NodeClassName, NodeClassProfile>> = {
  default: {
    purpose: "Nodes without an accelerator.",
    rootVolume: { sizeGiB: 100, iops: 3000, throughputMiBps: 125 },
    instanceStore: "unused",
  },
  "gpu-optimized": {
    purpose: "Inference on GPUs: room and speed for images of tens of gigabytes.",
    rootVolume: { sizeGiB: 200, iops: 6000, throughputMiBps: 250 },
    instanceStore: "unused",
  },
  "gpu-training": {
    purpose:
      "Training on GPUs: data and checkpoints on the fastest gp3 there is, local NVMe where it exists.",
    rootVolume: { sizeGiB: 500, iops: 16000, throughputMiBps: 1000 },
    instanceStore: "raid0",
  },
  "inferentia-inf2": {
    purpose:
      "Inferentia2 in the workshops: Neuron images and model weights of hundreds of gigabytes.",
    rootVolume: { sizeGiB: 500, iops: 6000, throughputMiBps: 250 },
    instanceStore: "raid0",
  },
  "inferentia-nodes": {
    purpose: "Inference on Inferentia2: Neuron images and compiled models are large.",
    rootVolume: { sizeGiB: 256, iops: 6000, throughputMiBps: 250 },
    instanceStore: "unused",
  },
  "trainium-trn1": {
    purpose: "Trainium: Neuron images, compiled models and the local NVMe of trn1.",
    rootVolume: { sizeGiB: 500, iops: 6000, throughputMiBps: 250 },
    instanceStore: "raid0",
  },
  "x86-cpu-karpenter": {
    purpose: "Heads of Ray clusters: container images of tens of gigabytes without an accelerator.",
    rootVolume: { sizeGiB: 256, iops: 3000, throughputMiBps: 125 },
    instanceStore: "raid0",
  },
};
