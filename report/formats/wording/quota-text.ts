/** The quotas in words, for every form of the report. */

import type { QuotaPart } from "../../answers/limits/quota-needs";

/** `1,280`. */
export function neededText(needed: number | null): string {
  return needed === null ? "no bound" : needed.toLocaleString("en-US");
}

/** `system nodes 6, gpu-inference 800`. */
export function partsText(parts: readonly QuotaPart[]): string {
  return parts.map(({ of, needed }) => `${of} ${neededText(needed)}`).join(", ");
}

/** What the numbers are, and what they leave out. */
export const quotaSentences: readonly string[] = [
  "Quotas are those of one account in one region. Each number is what this stack needs with every pool at its limits, at the types with the most vCPUs. What else runs in the account comes on top.",
  "A pool that takes On-Demand and Spot counts in full against both. A pool with several limits may need less.",
  "Not included: nodes that Karpenter launches beyond a limit when many pods arrive at once, capacity blocks, volumes, and load balancers.",
];
