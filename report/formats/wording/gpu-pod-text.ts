/** What pods get by their GPUs, for every form of the report. */

import { instanceType, acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import { counted, dollars } from "../../../scheduling/values/wording";
import type { GpuPod, GpuPool, GpuReplicas } from "../../answers/placement/gpu-pods";

/**
 * `g5.12xlarge, $5.67`; on Spot, where EC2 chooses by capacity too, `g5.xlarge or 7 more on Spot; on demand $1.01`. Says where the
 * node has more GPUs than the pod, because the pool has no size with that many.
 */
export function gpuPodText({ gpus, landing }: GpuPod, sizes: GpuPool["sizes"]): string {
  if (landing === undefined) return whyNothing(gpus, sizes);
  const { instanceTypes, capacityType, onDemandPrice } = landing;
  const [cheapest = ""] = instanceTypes;
  const name = `${cheapest}${spareText(cheapest, gpus, sizes)}`;
  const price = onDemandPrice === undefined ? "no price" : dollars(onDemandPrice.usdPerHour);
  if (capacityType === "reserved") return `${name}, reserved`;
  if (capacityType !== "spot") return `${name}, ${price}`;
  const more = instanceTypes.length - 1;
  return `${name}${more === 0 ? "" : ` or ${more} more`} on Spot; on demand ${price}`;
}

function whyNothing(gpus: number, sizes: GpuPool["sizes"]): string {
  const most = Math.max(0, ...sizes);
  return most < gpus ? `nothing: the largest node has ${counted(most, "GPU")}` : "nothing";
}

/** ` (8 GPUs: no size has 4)`. */
function spareText(name: string, gpus: number, sizes: GpuPool["sizes"]): string {
  const type = instanceType(name);
  const count = type === undefined ? gpus : (acceleratorOf(type)?.count ?? gpus);
  if (count <= gpus) return "";
  return ` (${counted(count, "GPU")}${sizes.includes(gpus) ? "" : `: no size has ${gpus}`})`;
}

/** `8 × g5.xlarge, $8.05`; with pods that get no node, `5 of 8 pods: 5 × g5.xlarge, $5.03`. */
export function replicasText({ asked, placed, nodes, usdPerHour }: GpuReplicas): string {
  if (nodes.length === 0) return "nothing";
  const names = nodes.map(
    ({ instanceType: name, capacityType, count }) =>
      `${count} × ${name}${capacityType === "spot" ? " on Spot" : ""}`,
  );
  const spot = nodes.some(({ capacityType }) => capacityType === "spot");
  const price = usdPerHour === undefined ? "no price" : dollars(usdPerHour);
  const which = placed === asked ? "" : `${placed} of ${asked} pods: `;
  return `${which}${names.join(" and ")}, ${price}${spot ? " on demand" : ""}`;
}

/** `1 GPU`, `4 GPUs`, `8 GPUs`, `8 pods of 1 GPU`: the headings over the cells of a pool. */
export function gpuPoolHeadings({ pods, replicas }: GpuPool): readonly string[] {
  return [...pods.map(({ gpus }) => counted(gpus, "GPU")), `${replicas.asked} pods of 1 GPU`];
}

export function gpuPoolCells({ pods, sizes, replicas }: GpuPool): readonly string[] {
  return [...pods.map((pod) => gpuPodText(pod, sizes)), replicasText(replicas)];
}

export const gpuPodSentences: readonly string[] = [
  "A pod that selects the pool and requests that many GPUs and nothing else. The price is that of its nodes, an hour.",
  "On demand EC2 takes the cheapest type that fits; with more pods at once, the cheapest that fits them together. If a job needs one GPU model, let the tier or the pod name it.",
  "Pods that are pending together share as few nodes as the types of the pool allow, and end with them. A tier with gpusPerNode: [1] gives each pod of one GPU its own node.",
];
