import type { GpuPool } from "../../answers/placement/gpu-pods";
import { gpuPodSentences, gpuPoolCells, gpuPoolHeadings } from "../wording/gpu-pod-text";
import { markup, type Markup } from "./markup";

/** One row for each GPU pool, one column for each number of GPUs and one for replicas. */
export function gpuPodTable(pools: readonly GpuPool[]): Markup {
  const [first] = pools;
  const headings = first === undefined ? [] : gpuPoolHeadings(first);
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Instances by GPUs"><table class="cards"><thead><tr><th scope="col">Pool</th>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${pools.map(
    (pool) =>
      markup`<tr><th scope="row">${pool.pool}</th>${gpuPoolCells(pool).map((cell, index) => markup`<td data-label="${headings[index] ?? ""}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>
<ul class="small">${gpuPodSentences.map((one) => markup`<li>${one}</li>`)}</ul>`;
}
