import type { PoolRefusal, WorkloadPlacement } from "./placement";

/** Why no pool takes a workload: `inferentia, multi-arch: …`. Empty if some pool takes it. */
export function whyNowhere({ steps, refusals }: WorkloadPlacement): readonly string[] {
  return steps.length > 0 ? [] : refusalTexts(refusals);
}

/** Pools with the same reason share one text. */
export function refusalTexts(refusals: readonly PoolRefusal[]): readonly string[] {
  const pools = new Map<string, string[]>();
  for (const { pool, text } of refusals) pools.set(text, [...(pools.get(text) ?? []), pool]);
  return [...pools].map(([text, of]) => `${of.join(", ")}: ${text}`);
}
