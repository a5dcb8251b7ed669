/**
 * The kinds of NVIDIA GPU that EC2 has. A class is one model with one amount of memory, so all GPUs of a class do the
 * same work at the same speed. The name is the one that Karpenter gives the model, with the memory where the model has
 * two.
 */
export interface GpuClass {
  /** Value of the label `karpenter.k8s.aws/instance-gpu-name`. */
  readonly gpuName: string;
  /** The instance families with whole GPUs of the class. */
  readonly families: readonly string[];
  /** As people write the model. */
  readonly title: string;
  /** https://developer.nvidia.com/cuda-gpus */
  readonly computeCapability: number;
}

export const gpuClasses = {
  t4: { gpuName: "t4", families: ["g4dn"], title: "T4", computeCapability: 7.5 },
  a10g: { gpuName: "a10g", families: ["g5"], title: "A10G", computeCapability: 8.6 },
  l4: { gpuName: "l4", families: ["g6", "gr6"], title: "L4", computeCapability: 8.9 },
  l40s: { gpuName: "l40s", families: ["g6e"], title: "L40S", computeCapability: 8.9 },
  "rtx-pro-4500": {
    gpuName: "rtx-pro-4500",
    families: ["g7"],
    title: "RTX PRO 4500",
    computeCapability: 12,
  },
  "rtx-pro-server-6000": {
    gpuName: "rtx-pro-server-6000",
    families: ["g7e"],
    title: "RTX PRO Server 6000",
    computeCapability: 12,
  },
  v100: { gpuName: "v100", families: ["p3dn"], title: "V100", computeCapability: 7 },
  "a100-40gb": {
    gpuName: "a100",
    families: ["p4d"],
    title: "A100 with 40 GB",
    computeCapability: 8,
  },
  "a100-80gb": {
    gpuName: "a100",
    families: ["p4de"],
    title: "A100 with 80 GB",
    computeCapability: 8,
  },
  h100: { gpuName: "h100", families: ["p5"], title: "H100", computeCapability: 9 },
  h200: { gpuName: "h200", families: ["p5e", "p5en"], title: "H200", computeCapability: 9 },
  b200: { gpuName: "b200", families: ["p6-b200"], title: "B200", computeCapability: 10 },
  b300: { gpuName: "b300", families: ["p6-b300"], title: "B300", computeCapability: 10.3 },
} as const satisfies Readonly<Record<string, GpuClass>>;

export type GpuClassName = keyof typeof gpuClasses;

export const gpuClassNames = Object.keys(gpuClasses) as readonly GpuClassName[];

/** Every number of GPUs that a node could have. EC2 has types with 1, 2, 4 and 8. */
export const gpuCounts: readonly number[] = Array.from({ length: 16 }, (_, index) => index + 1);

/** The class of the whole GPUs in an instance family. Undefined for a family without NVIDIA GPUs, and for fractions of a GPU. */
export function gpuClassOfFamily(family: string): GpuClassName | undefined {
  return gpuClassNames.find((name) => gpuClass(name).families.includes(family));
}

/**
 * Whether the GPUs compute in bf16. Below compute capability 8.0 they do not, and a model in bf16 ends with an error:
 * "Bfloat16 is only supported on GPUs with compute capability of at least 8.0".
 * https://docs.nvidia.com/cuda/cuda-c-programming-guide/#compute-capabilities
 */
export function hasBf16(name: GpuClassName): boolean {
  return gpuClass(name).computeCapability >= 8;
}

export function gpuClass(name: GpuClassName): GpuClass {
  return gpuClasses[name];
}
