import type {
  LaunchableOfferings,
  LaunchableType,
} from "../../answers/launchable/launchable-offerings";

/** Families of a pool that the same zones offer. */
export interface ZonePattern {
  /** Ordered by name. */
  readonly families: readonly string[];
  /** How many types of them the pool can launch. */
  readonly types: number;
  /** For each zone, in the order of the pool's zones: how many of the types it offers. */
  readonly offered: readonly number[];
}

/**
 * The types of the pool by zone. Hundreds of types in dozens of families follow a few patterns, so families with the
 * same pattern share a row. Two families have the same pattern if the same zones offer all, some and none of their
 * types. The patterns with the most offers come first.
 */
export function zonePatterns({ types, zones }: LaunchableOfferings): readonly ZonePattern[] {
  const byPattern = new Map<string, { families: string[]; types: LaunchableType[] }>();
  for (const [family, members] of byFamily(types)) {
    const pattern = zones
      .map(({ zoneId }) => shareOf(offeredIn(members, zoneId), members.length))
      .join();
    const known = byPattern.get(pattern) ?? { families: [], types: [] };
    known.families.push(family);
    known.types.push(...members);
    byPattern.set(pattern, known);
  }
  return [...byPattern.values()]
    .map(({ families, types: members }) => ({
      families: families.sort(),
      types: members.length,
      offered: zones.map(({ zoneId }) => offeredIn(members, zoneId)),
    }))
    .sort((a, b) => total(b) - total(a));
}

function byFamily(
  types: readonly LaunchableType[],
): ReadonlyMap<string, readonly LaunchableType[]> {
  const families = new Map<string, LaunchableType[]>();
  for (const type of types) {
    const family = type.name.split(".")[0] ?? "";
    families.set(family, [...(families.get(family) ?? []), type]);
  }
  return families;
}

function shareOf(count: number, all: number): "none" | "some" | "all" {
  if (count === 0) return "none";
  return count === all ? "all" : "some";
}

function offeredIn(types: readonly LaunchableType[], zoneId: string): number {
  return types.filter(({ zoneIds }) => zoneIds.includes(zoneId)).length;
}

function total({ offered }: ZonePattern): number {
  return offered.reduce((sum, count) => sum + count, 0);
}
