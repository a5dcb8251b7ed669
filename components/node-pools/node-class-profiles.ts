/** Every EC2NodeClass that a tier can name. The compiler requires a row in `nodeClassProfiles` for each name. */
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

/** Root volume of a node, of type gp3. Allowed are 3000 to 16000 IOPS and 125 to 1000 MiB/s. */
export interface RootVolume {
  readonly sizeGiB: number;
  readonly iops: number;
  readonly throughputMiBps: number;
}

/** The properties of a class's nodes that do not depend on the instance type. */
export interface NodeClassProfile {
  /** The use of the class, in one sentence. */
  readonly purpose: string;
  /** The volume of nodes that keep images, containers and scratch data on it. */
  readonly rootVolume: RootVolume;
  /**
   * `raid0` joins the local NVMe disks of a node to one volume for kubelet, images, containers and logs of pods. Its content is lost
   * with the node. It has no effect on a type without such disks.
   */
  readonly instanceStore: "raid0" | "unused";
}

/**
 * The volume of nodes whose instance store holds everything but the operating system. IOPS and throughput are those that gp3 has
 * without extra cost.
 */
export const systemVolume: RootVolume = { sizeGiB: 50, iops: 3000, throughputMiBps: 125 };

export const nodeClassProfiles: Readonly<Record<NodeClassName, NodeClassProfile>> = {
  default: {
    purpose: "Nodes without an accelerator.",
    rootVolume: { sizeGiB: 100, iops: 3000, throughputMiBps: 125 },
    instanceStore: "unused",
  },
  "gpu-optimized": {
    purpose:
      "Inference on GPUs: images of tens of gigabytes on local NVMe, or on a large volume where it is not used.",
    rootVolume: { sizeGiB: 200, iops: 6000, throughputMiBps: 250 },
    instanceStore: "raid0",
  },
  "gpu-training": {
    purpose:
      "Training on GPUs: images and scratch data on local NVMe, or on the fastest gp3 volume where it is not used.",
    rootVolume: { sizeGiB: 500, iops: 16000, throughputMiBps: 1000 },
    instanceStore: "raid0",
  },
  "inferentia-inf2": {
    purpose:
      "Inferentia2 in the workshops: Neuron images, and model weights of hundreds of gigabytes.",
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
    purpose:
      "Heads of Ray clusters, without an accelerator: container images of tens of gigabytes.",
    rootVolume: { sizeGiB: 256, iops: 3000, throughputMiBps: 125 },
    instanceStore: "raid0",
  },
};
