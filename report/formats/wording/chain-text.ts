/** A fallback chain on one line, for text and Markdown. */

import type { PlacementStep, WorkloadPlacement } from "../../answers/placement/placement";
import { landingText } from "../../answers/placement/placement-text";

/** `gpu-tier1-g5-spot (g5 Spot) → gpu-tier2-g4dn-spot (g4dn Spot)`. */
export function poolChain({ steps, isComplete }: WorkloadPlacement): string {
  if (steps.length === 0) return "no pool takes it";
  return [...steps.map(stepText), ...(isComplete ? [] : ["…"])].join(" → ");
}

function stepText({ landings, pendingPods }: PlacementStep): string {
  const texts = landings.map((landing) => `${landing.pool} (${landingText(landing)})`);
  const pending = pendingPods === 0 ? [] : [`${pendingPods} pending`];
  return [...texts, ...pending].join(" and ");
}
