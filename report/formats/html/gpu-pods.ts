import { gpuPodHeadings, gpuPodRows } from "../wording/gpu-pod-text";
import type { PoolReport } from "../../model";
import { markup, type Markup } from "./markup";

/** The node for each size of pod, pool by pool. */
export function gpuPodTable(pools: readonly PoolReport[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Nodes for pods with GPUs"><table class="cards"><thead><tr><th scope="col">Pool</th>${gpuPodHeadings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${gpuPodRows(
    pools,
  ).map(
    ([name, ...cells]) =>
      markup`<tr><th scope="row">${name}</th>${cells.map((cell, index) => markup`<td data-label="${gpuPodHeadings[index]}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
