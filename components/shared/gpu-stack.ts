/**
 * Who brings driver, container toolkit, device plugin and metrics to a GPU node. Named by the AMI of the GPU nodes and by
 * what is installed in the cluster.
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
