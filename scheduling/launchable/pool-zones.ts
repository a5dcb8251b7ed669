/** Which zones of a place a pool may use, and what is known of what they offer. */

import type { InstanceType } from "../catalogue/instance-catalogue";
import { regionLabelKey, zoneIdLabelKey, zoneLabelKey } from "../requirements/labels";
import { offeringsOf, zoneIdsOf } from "../catalogue/offerings";
import { hasZoneIds, type Place, type PlaceZone } from "../catalogue/place";
import {
  admits,
  formatRequirement,
  type Requirement,
  type Requirements,
} from "../requirements/requirements";

export interface PoolZones {
  /** Whether offerings of the region are recorded; where they are not, every type counts as offered. */
  readonly regionIsKnown: boolean;
  /** The place's zones that the requirements admit. */
  readonly zones: readonly PlaceZone[];
  /** The zone ids in which the pool may launch: those of `zones`, or any of the region's where ids are not known. */
  readonly zoneIds: readonly string[];
  /** Whether `zoneIds` are those of `zones`, one by one. */
  readonly idsAreKnown: boolean;
  /** The requirement that leaves no zone. */
  readonly excludedBy?: string;
}

/** Where a type can be bought. */
export interface TypeZones {
  /** Zone ids among the pool's that offer the type, in order. */
  readonly zoneIds: readonly string[];
  /** Names of the zones that offer it. Absent where zone ids are not known. */
  readonly zones?: readonly string[];
  /** In how many of the pool's zones it is offered at least, whatever the account's mapping. */
  readonly zonesAtLeast: number;
  readonly zonesAtMost: number;
}

export function poolZones(requirements: Requirements, place: Place): PoolZones {
  const inRegion = zoneIdsOf(place.region);
  const idsAreKnown = hasZoneIds(place);
  const candidates: readonly PlaceZone[] =
    place.zones.length > 0 ? place.zones : inRegion.map((id) => ({ name: id, id }));
  const admitted = candidates.filter(
    ({ name, id }) =>
      admitsLabel(requirements, regionLabelKey, place.region) &&
      (name === id || admitsLabel(requirements, zoneLabelKey, name)) &&
      (id === undefined || admitsLabel(requirements, zoneIdLabelKey, id)),
  );
  const zoneIds = idsAreKnown
    ? admitted.flatMap(({ id }) => id ?? [])
    : inRegion.filter((id) => admitsLabel(requirements, zoneIdLabelKey, id));
  const isKnown = inRegion.length > 0;
  const zones = isKnown && zoneIds.length === 0 ? [] : admitted;
  const culprit = zones.length > 0 ? undefined : placeRequirement(requirements, place);
  return {
    regionIsKnown: isKnown,
    zones,
    zoneIds,
    idsAreKnown,
    ...(culprit === undefined ? {} : { excludedBy: formatRequirement(culprit) }),
  };
}

/** The first requirement that, with those before it, leaves no zone. */
function placeRequirement(requirements: Requirements, { region }: Place): Requirement | undefined {
  const inRegion = requirements.get(regionLabelKey);
  if (inRegion !== undefined && !admits(inRegion, region)) return inRegion;
  return requirements.get(zoneLabelKey) ?? requirements.get(zoneIdLabelKey);
}

/** Undefined where none of the pool's zones offers the type. */
export function typeZones(
  { name }: InstanceType,
  region: string,
  where: PoolZones,
): TypeZones | undefined {
  const all = where.zones.length;
  if (all === 0) return undefined;
  if (!where.regionIsKnown) return { zoneIds: [], zonesAtLeast: 0, zonesAtMost: all };
  const offered = offeringsOf(region).get(name) ?? [];
  const zoneIds = where.zoneIds.filter((id) => offered.includes(id));
  if (zoneIds.length === 0) return undefined;
  if (!where.idsAreKnown) {
    // As many zones as ids that do not offer it may be taken by others; the rest must offer it.
    const without = where.zoneIds.length - zoneIds.length;
    const zonesAtLeast = Math.max(0, Math.min(all - without, zoneIds.length));
    return { zoneIds, zonesAtLeast, zonesAtMost: Math.min(all, zoneIds.length) };
  }
  const zones = where.zones.filter(({ id }) => id !== undefined && zoneIds.includes(id));
  return {
    zoneIds,
    zones: zones.map((zone) => zone.name),
    zonesAtLeast: zones.length,
    zonesAtMost: zones.length,
  };
}

function admitsLabel(requirements: Requirements, key: string, value: string): boolean {
  const requirement = requirements.get(key);
  return requirement === undefined || admits(requirement, value);
}
