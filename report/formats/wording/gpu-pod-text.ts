import { dollars } from "../../../scheduling/values/wording";
import { gpuPodSizes, type GpuPodNode } from "../../answers/placement/gpu-pod-nodes";
import type { PoolReport } from "../../model";

/** Headings of the columns: `a pod of 1 GPU`. */
export const gpuPodHeadings: readonly string[] = gpuPodSizes.map(
  (gpus) => `a pod of ${gpus} GPU${gpus === 1 ? "" : "s"}`,
);

/** One row for each pool with GPUs: its name, and the node for each size of pod. */
export function gpuPodRows(pools: readonly PoolReport[]): readonly (readonly string[])[] {
  return pools
    .filter(({ gpuPods }) => gpuPods.length > 0)
    .map(({ name, gpuPods }) => [name, ...gpuPods.map(nodeText)]);
}

/** `p5.48xlarge, 8 h100, $55.04`; `g4dn.xlarge, 1 t4 without bf16, $0.53` */
function nodeText({ node }: GpuPodNode): string {
  if (node === undefined) return "no node is large enough";
  const { type, gpuName, gpus, bf16, usdPerHour } = node;
  return `${type}, ${gpus} ${gpuName}${bf16 ? "" : " without bf16"}, ${usdPerHour === undefined ? "no price" : dollars(usdPerHour)}`;
}

export const gpuPodNote =
  "The cheapest type that is large enough, with its price an hour on demand. On Spot EC2 may choose another type of the pool.";
