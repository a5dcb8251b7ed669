/** What a pod gets by its GPUs, for every form of the report. */

import { dollars } from "../../../scheduling/values/wording";
import type { GpuPod } from "../../answers/placement/gpu-pods";

/** `g5.12xlarge, $5.67`; on Spot, where EC2 chooses by capacity too, `g5.xlarge or 7 more on Spot; on demand $1.01`. */
export function gpuPodText({ landing }: GpuPod): string {
  if (landing === undefined) return "nothing";
  const { instanceTypes, capacityType, onDemandPrice } = landing;
  const [cheapest = ""] = instanceTypes;
  const price = onDemandPrice === undefined ? "no price" : dollars(onDemandPrice.usdPerHour);
  if (capacityType === "reserved") return `${cheapest}, reserved`;
  if (capacityType !== "spot") return `${cheapest}, ${price}`;
  const more = instanceTypes.length - 1;
  return `${cheapest}${more === 0 ? "" : ` or ${more} more`} on Spot; on demand ${price}`;
}

/** `1 GPU`, `8 GPUs`: the heading over its pods. */
export function gpuHeading({ gpus }: GpuPod): string {
  return gpus === 1 ? "1 GPU" : `${gpus} GPUs`;
}

export const gpuPodSentences: readonly string[] = [
  "A pod that selects the pool and requests that many GPUs and nothing else. The price is that of the node, an hour.",
  "On demand EC2 takes the cheapest type that fits; with more pods at once, the cheapest that fits them together. If a job needs one GPU model, let the tier or the pod name it.",
];
