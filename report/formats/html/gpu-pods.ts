import type { GpuPool } from "../../answers/placement/gpu-pods";
import { gpuHeading, gpuPodSentences, gpuPodText } from "../wording/gpu-pod-text";
import { markup, type Markup } from "./markup";

/** One row for each GPU pool, one column for each number of GPUs. */
export function gpuPodTable(pools: readonly GpuPool[]): Markup {
  const headings = (pools[0]?.pods ?? []).map(gpuHeading);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Instances by GPUs"><table class="cards"><thead><tr><th scope="col">Pool</th>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${pools.map(
    ({ pool, pods }) =>
      markup`<tr><th scope="row">${pool}</th>${pods.map((pod) => markup`<td data-label="${gpuHeading(pod)}">${gpuPodText(pod)}</td>`)}</tr>`,
  )}</tbody></table></div>
<ul class="small">${gpuPodSentences.map((one) => markup`<li>${one}</li>`)}</ul>`;
}
