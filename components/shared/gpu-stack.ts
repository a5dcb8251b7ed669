/**
 * Where a GPU node gets its driver, container toolkit, device plugin and metrics from. A name has two parts: the AMI
 * of the GPU nodes, and the software that is installed in the cluster.
 */
export const gpuStacks = [
  "al2023-operator",
  "bottlerocket-operator",
  "ubuntu-operator",
  "al2023-device-plugin",
] as const;

export type GpuStack = (typeof gpuStacks)[number];

/** Operating system of the GPU nodes. */
export type GpuNodeOs = "al2023" | "bottlerocket" | "ubuntu";

export function gpuNodeOs(stack: GpuStack): GpuNodeOs {
  if (stack === "bottlerocket-operator") return "bottlerocket";
  return stack === "ubuntu-operator" ? "ubuntu" : "al2023";
}
