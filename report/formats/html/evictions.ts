import type { PodOutlook } from "../../answers/disruption/first-eviction";
import { evictionText } from "../wording/eviction-text";
import { nodeAgeText } from "../wording/node-age-text";
import { outlookSummary, unpatchedSummary, ageSummary } from "../wording/age-summary";
import type { PoolReport } from "../../model";
import { markup, type Markup } from "./markup";

const headings = [
  "An ordinary pod is first stopped",
  "With do-not-disrupt",
  "Oldest node",
  "Longest without a patch",
] as const;

/** When a pod that starts at the start of the week can first be stopped, and how old nodes may become. */
export function evictionTable(pools: readonly PoolReport[], timeZone: string): Markup {
  const cells = ({ firstEviction, nodeAge }: PoolReport): readonly string[] => [
    outlookSummary(firstEviction.ordinary, timeZone),
    outlookSummary(firstEviction.doNotDisrupt, timeZone),
    ageSummary(nodeAge.oldestHours),
    unpatchedSummary(nodeAge.unpatchedHours),
  ];
  return markup`<h3>First eviction and age of nodes</h3>
<p class="small soft">At the earliest, for a pod that starts with the week, on a new node. In brackets: with a pod that may not be evicted.</p>
<div class="scroll" tabindex="0" role="region" aria-label="First eviction and age of nodes"><table class="cards"><thead><tr><th scope="col">Pool</th>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${pools.map(
    (pool) =>
      markup`<tr><th scope="row">${pool.name}</th>${cells(pool).map((cell, index) => markup`<td data-label="${headings[index]}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** The same in full sentences for each pool, and what budgets do not stop. */
export function unstoppedDetails(pools: readonly PoolReport[], timeZone: string): Markup {
  return markup`<details><summary>In full, and what budgets do not stop</summary>${pools.map(
    ({ name, firstEviction, nodeAge, unstopped }) => markup`<div class="block"><h3>${name}</h3>
${outlookList("A pod that starts with the week can be stopped by", firstEviction.ordinary, timeZone)}
${outlookList("The same pod with do-not-disrupt, by", firstEviction.doNotDisrupt, timeZone)}
${list("Age of nodes", nodeAgeText(nodeAge))}
${list(
  "Budgets do not stop",
  unstopped.map(({ text }) => text),
)}</div>`,
  )}</details>`;
}

function outlookList(title: string, outlook: PodOutlook, timeZone: string): Markup {
  return list(title, evictionText(outlook, timeZone));
}

function list(title: string, items: readonly string[]): Markup {
  return markup`<p class="small list-title">${title}</p><ul class="small">${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}
