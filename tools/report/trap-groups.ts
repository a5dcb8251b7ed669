import type { ReportedTrap } from "./model";

export interface TrapGroup {
  readonly id: string;
  /** Every pool that is told the same; empty for the stack as a whole. */
  readonly pools: readonly string[];
  readonly text: string;
}

/** Traps that say the same of several pools are told once, at the place of the first. */
export function trapGroups(traps: readonly ReportedTrap[]): readonly TrapGroup[] {
  const groups = new Map<string, { id: string; pools: string[]; text: string }>();
  for (const { id, pool, text } of traps) {
    const key = `${id} ${text}`;
    const group = groups.get(key) ?? { id, pools: [], text };
    if (pool !== undefined && !group.pools.includes(pool)) group.pools.push(pool);
    groups.set(key, group);
  }
  return [...groups.values()];
}
