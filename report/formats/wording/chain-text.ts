/** A fallback chain on one line, for text and Markdown. */

import type { PlacementStep, WorkloadPlacement } from "../../answers/placement/placement";
import { landingText } from "../../answers/placement/placement-text";

/** `gpu-tier1-g5-spot (g5 Spot) → gpu-tier2-g4dn-spot (g4dn Spot)`. */
export function poolChain({ steps, isComplete }: WorkloadPlacement): string {
  if (steps.length === 0) return "no pool takes it";
  return [...steps.map(stepText), ...(isComplete ? [] : ["…"])].join(" → ");
}

/** Why no pool takes a workload: `inferentia, multi-arch: …`. Empty if some pool takes it. */
export function whyNowhere({ steps, refusals }: WorkloadPlacement): readonly string[] {
  if (steps.length > 0) return [];
  const pools = new Map<string, string[]>();
  for (const { pool, text } of refusals) pools.set(text, [...(pools.get(text) ?? []), pool]);
  return [...pools].map(([text, of]) => `${of.join(", ")}: ${text}`);
}

function stepText({ landings, pendingPods }: PlacementStep): string {
  const texts = landings.map((landing) => `${landing.pool} (${landingText(landing)})`);
  const pending = pendingPods === 0 ? [] : [`${pendingPods} pending`];
  return [...texts, ...pending].join(" and ");
}
