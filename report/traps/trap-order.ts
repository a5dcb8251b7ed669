import type { ReportedTrap } from "../model";

/**
 * Kinds of traps from what loses work or money at once to what is good to know. What is in no list stands
 * between the two.
 */
export const worstTraps: readonly string[] = [
  "launches-nothing",
  "zones-decide",
  "limits-admit-nothing",
  "devices-never-appear",
  "toleration-falls-into-training",
  "costs-without-end",
  "no-limits",
  "limits-contradict",
  "budgets-unreadable",
  "no-budget-applies",
  "most-aggressive",
  "forceful-expiry",
  "never-removed-when-empty",
  "window-in-working-hours",
  "block-beside-working-hours",
];
export const mildTraps: readonly string[] = [
  "types-above-limits",
  "one-round-is-short",
  "zone-offers-little",
  "not-offered-in-region",
  "two-architectures",
  "capacity-type-order",
];

/** The worst first; of one kind in the order of the pools. */
export function inOrderOfWeight<T extends ReportedTrap>(
  traps: readonly T[],
  pools: readonly string[],
): readonly T[] {
  const position = ({ pool }: T): number => pools.indexOf(pool ?? "");
  return [...traps].sort((a, b) => rank(a.id) - rank(b.id) || position(a) - position(b));
}

function rank(id: string): number {
  const [early, late] = [worstTraps.indexOf(id), mildTraps.indexOf(id)];
  if (early >= 0) return early;
  return worstTraps.length + 1 + late;
}
