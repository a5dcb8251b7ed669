/** In which zones of a place a pool may launch nodes, and in which of them a type is offered. */

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
  /** Whether the offerings of the region are known. If not, every type counts as offered. */
  readonly regionIsKnown: boolean;
  /** The zones of the place that the requirements admit. */
  readonly zones: readonly PlaceZone[];
  /**
   * The ids of the zones where the pool may launch: those of `zones`, or all of the region where ids
   * are not known.
   */
  readonly zoneIds: readonly string[];
  /** Whether the id of every zone in `zones` is known. */
  readonly idsAreKnown: boolean;
  /** The requirement that excludes all zones, where there is one. */
  readonly excludedBy?: string;
}

/** Where a type is offered. */
export interface TypeZones {
  /** Ids of the pool's zones that offer the type, in order. */
  readonly zoneIds: readonly string[];
  /** Names of these zones. Absent where zone ids are not known. */
  readonly zones?: readonly string[];
  /** The smallest number of the pool's zones that offer it, for any mapping of names to ids. */
  readonly zonesAtLeast: number;
  /** The largest number. */
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

/** The requirement to name where no zone is left: on the region, else on the zone, else on the zone id. */
function placeRequirement(requirements: Requirements, { region }: Place): Requirement | undefined {
  const inRegion = requirements.get(regionLabelKey);
  if (inRegion !== undefined && !admits(inRegion, region)) return inRegion;
  return requirements.get(zoneLabelKey) ?? requirements.get(zoneIdLabelKey);
}

/** Where the type is offered; undefined where none of the pool's zones offers it. */
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
    // At most `without` of the zones can have ids that do not offer the type. The others offer it.
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
