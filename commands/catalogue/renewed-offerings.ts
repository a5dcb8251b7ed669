/** Checks what EC2 says a region offers, compares it with the stored data, and replaces the stored data. */

import {
  type CompactOfferings,
  expandOfferings,
  type OfferingsSource,
} from "../../scheduling/catalogue/offerings";
import type { DescribedOffering, DescribedZone } from "./aws-clients";
import { AwsFailure } from "./aws-failure";
import { compactOfferingsText, type LongOfferings } from "./long-offerings";

/** What a region offers. */
export interface RegionOfferings {
  /** Sorted. */
  readonly zoneIds: readonly string[];
  /** For each type the zone ids that offer it, sorted. */
  readonly zonesByType: ReadonlyMap<string, readonly string[]>;
  /** Places that are not availability zones of the account, mostly local zones. Sorted. */
  readonly otherPlaces: readonly string[];
}

export interface OfferingsChange {
  readonly region: string;
  /** Undefined for a new region. */
  readonly before?: { readonly types: number; readonly date: string };
  readonly types: number;
  readonly zoneIds: readonly string[];
  readonly zonesAdded: readonly string[];
  readonly zonesRemoved: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Types whose zones have changed. */
  readonly moved: readonly MovedType[];
  readonly otherPlaces: readonly string[];
}

export interface MovedType {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Combines EC2's answers. It leaves out local zones and zones that the account has not opted in to, also if EC2 sends
 * them. Throws an AwsFailure for an answer that must be incomplete.
 */
export function regionOfferings(
  region: string,
  zones: readonly DescribedZone[],
  offerings: readonly DescribedOffering[],
): RegionOfferings {
  const own = zones
    .filter(({ type, optIn }) => type === "availability-zone" && optIn !== "not-opted-in")
    .map(({ id }) => id);
  const zoneIds = [...new Set(own)].sort();
  const known = new Set(zoneIds);
  const byType = new Map<string, Set<string>>();
  const otherPlaces = new Set<string>();
  for (const { type, location } of offerings) {
    if (!known.has(location)) {
      otherPlaces.add(location);
      continue;
    }
    const places = byType.get(type) ?? new Set();
    byType.set(type, places.add(location));
  }
  if (zoneIds.length === 0 || byType.size === 0) {
    throw new AwsFailure(
      `${region}: EC2 says that it has ${zoneIds.length} zones with ${byType.size} types, which no region has; ` +
        "nothing was written; run again",
    );
  }
  const zonesByType = new Map(
    [...byType].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, at]) => [name, [...at].sort()]),
  );
  return { zoneIds, zonesByType, otherPlaces: [...otherPlaces].sort() };
}

/** Compares the new data of a region with the stored data. */
export function offeringsChange(
  compact: CompactOfferings,
  region: string,
  now: RegionOfferings,
): OfferingsChange {
  const before = expandOfferings(compact, region);
  const stored = Object.hasOwn(compact.regions, region) ? compact.regions[region] : undefined;
  const zonesBefore = stored?.zoneIds.split(",") ?? [];
  const moved: MovedType[] = [];
  for (const [name, zones] of now.zonesByType) {
    const known = before.get(name);
    if (known !== undefined && known.join() !== zones.join()) {
      moved.push({ name, before: known, after: zones });
    }
  }
  const { date } = stored?.source ?? compact.source;
  return {
    region,
    ...(stored === undefined ? {} : { before: { types: before.size, date } }),
    types: now.zonesByType.size,
    zoneIds: now.zoneIds,
    zonesAdded: now.zoneIds.filter((zone) => !zonesBefore.includes(zone)),
    zonesRemoved: zonesBefore.filter((zone) => !now.zoneIds.includes(zone)),
    added: [...now.zonesByType.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !now.zonesByType.has(name)),
    moved,
    otherPlaces: now.otherPlaces,
  };
}

/** The stored form with the new data of these regions. */
export function renewOfferings(
  compact: CompactOfferings,
  renewed: ReadonlyMap<string, RegionOfferings>,
  source: OfferingsSource,
): CompactOfferings {
  const regions: LongOfferings["regions"] = {};
  const regionSources: NonNullable<LongOfferings["regionSources"]> = {};
  const offerings: LongOfferings["offerings"] = {};
  const put = (region: string, zoneIds: readonly string[], zonesByType: ZonesByType): void => {
    regions[region] = [...zoneIds];
    for (const [name, zones] of zonesByType) (offerings[name] ??= {})[region] = [...zones];
  };
  for (const [region, stored] of Object.entries(compact.regions)) {
    if (renewed.has(region)) continue;
    put(region, stored.zoneIds.split(","), expandOfferings(compact, region));
    if (stored.source !== undefined) regionSources[region] = stored.source.offerings;
  }
  for (const [region, { zoneIds, zonesByType }] of renewed) {
    put(region, zoneIds, zonesByType);
    regionSources[region] = source.offerings;
  }
  const longForm = { source: compact.source.offerings, regions, regionSources, offerings };
  const result = compactOfferingsText(longForm);
  if ("text" in result) return JSON.parse(result.text) as CompactOfferings;
  throw new AwsFailure(
    `what EC2 said cannot be stored (${result.faults.slice(0, 5).join("; ")}); nothing was written`,
  );
}

type ZonesByType = RegionOfferings["zonesByType"];
