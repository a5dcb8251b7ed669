/** Assumed zone ids, for an account whose mapping of zone names to ids is not known. */

import { zoneIdsOf } from "../catalogue/offerings";
import type { Place } from "../catalogue/place";

export interface PlacedZone {
  readonly name: string;
  /** Absent where the region has fewer known zone ids than the place has zones. */
  readonly id?: string;
  /** Whether the id is assumed. */
  readonly isAssumed: boolean;
}

export interface PlacedZones {
  readonly zones: readonly PlacedZone[];
  /** The assumptions in words, with the ids; empty where every id was given. */
  readonly assumptions: readonly string[];
}

/**
 * The zones with their ids: the given ids, and for the other zones the remaining ids of the region in order.
 * A zone name is a different zone in each account
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html), so no assumption is better
 * than another. It only matters that different names get different ids.
 */
export function zonesWithIds({ region, zones }: Place): PlacedZones {
  const given = new Set(zones.flatMap(({ id }) => id ?? []));
  const free = zoneIdsOf(region).filter((id) => !given.has(id));
  const guessed = new Map(
    zones
      .filter(({ id }) => id === undefined)
      .map(({ name }) => name)
      .sort()
      .map((name, index) => [name, free[index]]),
  );
  const placed = zones.map(({ name, id }): PlacedZone => {
    const known = id ?? guessed.get(name);
    return { name, ...(known === undefined ? {} : { id: known }), isAssumed: id === undefined };
  });
  return { zones: placed, assumptions: [...assumedIds(placed), ...withoutIds(placed)] };
}

function assumedIds(zones: readonly PlacedZone[]): readonly string[] {
  const assumed = zones.filter(({ id, isAssumed }) => isAssumed && id !== undefined);
  if (assumed.length === 0) return [];
  const pairs = assumed.map(({ name, id }) => `${name} = ${id}`).join(", ");
  return [
    `Zone names are taken to map to zone ids in order (${pairs}); in this account they may map otherwise: ` +
      "network.zoneIds says how.",
  ];
}

function withoutIds(zones: readonly PlacedZone[]): readonly string[] {
  const unknown = zones.filter(({ id }) => id === undefined).map(({ name }) => name);
  if (unknown.length === 0) return [];
  return [`Nothing is known to be offered in ${unknown.join(", ")}.`];
}
