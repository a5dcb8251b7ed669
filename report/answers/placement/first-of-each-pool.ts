/** Several workloads may have the same problem in a pool. Keeps the first entry of each pool. */
export function firstOfEachPool<Entry extends { readonly pool: string }>(
  entries: readonly Entry[],
): readonly Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (!first.has(entry.pool)) first.set(entry.pool, entry);
  return [...first.values()];
}
