import type { PoolReport } from "../../model";
import { spanOrNoBound } from "../wording/age-summary";
import {
  ceilingSummary,
  costSummary,
  driftSummary,
  launchSummary,
  taintsSummary,
  weightSummary,
} from "../wording/pool-summary";
import { markup, type Markup } from "./markup";

const poolHeadings = [
  "Launches",
  "Reaches",
  "At worst, an hour",
  "Drift may replace nodes",
  "Oldest node",
  "Taints",
  "Class",
  "Weight",
] as const;

/** Each pool in a line. */
export function poolTable(pools: readonly PoolReport[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Pools"><table class="cards"><thead><tr><th scope="col">Pool</th>${poolHeadings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead><tbody>${pools.map(
    (pool) =>
      markup`<tr><th scope="row">${pool.name}</th>${cellsOf(pool).map((cell, index) => markup`<td data-label="${poolHeadings[index]}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

function cellsOf({
  launchable,
  ceiling,
  cost,
  calendar,
  nodeAge,
  nodePool,
}: PoolReport): readonly string[] {
  return [
    launchSummary(launchable),
    ceilingSummary(ceiling),
    costSummary(cost),
    driftSummary(calendar),
    spanOrNoBound(nodeAge.oldestHours.ordinary),
    taintsSummary(nodePool),
    nodePool.nodeClass,
    weightSummary(nodePool),
  ];
}
