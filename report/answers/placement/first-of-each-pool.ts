import type { PoolText } from "../trap";

/** Several workloads may meet the same trap in a pool. The first text of each pool is enough. */
export function firstOfEachPool(texts: readonly PoolText[]): readonly PoolText[] {
  const first = new Map<string, PoolText>();
  for (const text of texts) if (!first.has(text.pool)) first.set(text.pool, text);
  return [...first.values()];
}
