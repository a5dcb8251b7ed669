/**
 * Which EC2 instance types each availability zone offers.
 *
 * Zones are identified by their ids, because a zone id is the same place in every account. A zone name such
 * as `us-west-2a` is a different place in each account. The data is the answer of EC2's
 * DescribeInstanceTypeOfferings on the day that `offeringsSourceOf` gives. An offered type may still be out of capacity.
 */

import { eachRow, type CompactColumn } from "./compact-catalogue";
import data from "./data/instance-offerings.json";

/** The stored format. `npm run catalogue` renews it. */
export interface CompactOfferings {
  /** The source of the regions without a source of their own. */
  readonly source: OfferingsSource;
  /** The types of the rows, separated by commas. */
  readonly names: string;
  readonly regions: Readonly<
    Record<
      string,
      {
        /** Present for a region that was renewed on its own. */
        readonly source?: OfferingsSource;
        /** Separated by commas. */
        readonly zoneIds: string;
        /** For each type the ids of the zones that offer it, joined by `+`. */
        readonly offered: CompactColumn;
      }
    >
  >;
}

export interface OfferingsSource {
  /** Where the data comes from, in words. */
  readonly offerings: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

export const compactOfferings: CompactOfferings = data;

/** The source of the data of a region, for reports. */
export function offeringsSourceOf(
  region: string,
  compact: CompactOfferings = compactOfferings,
): OfferingsSource {
  return storedRegion(region, compact)?.source ?? compact.source;
}

/** The names of the regions with known offerings. */
export const offeredRegions: readonly string[] = Object.keys(compactOfferings.regions);

/** The zone ids of a region, in order; empty for an unknown region. */
export function zoneIdsOf(region: string): readonly string[] {
  return storedRegion(region)?.zoneIds.split(",") ?? [];
}

/** The ids of the zones that offer the type in the region, in order; empty where none does. */
export function zonesOffering(typeName: string, region: string): readonly string[] {
  return offeringsOf(region).get(typeName) ?? [];
}

/**
 * The ids of the zones that offer a type, by the name of the type. Types that the region does not offer
 * are left out.
 */
export function offeringsOf(region: string): ReadonlyMap<string, readonly string[]> {
  const known = zonesByType.get(region);
  if (known !== undefined) return known;
  const read = expandOfferings(compactOfferings, region);
  zonesByType.set(region, read);
  return read;
}

/** The offerings of one region by type, from the stored format. */
export function expandOfferings(
  compact: CompactOfferings,
  region: string,
): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  const stored = storedRegion(region, compact);
  if (stored === undefined) return read;
  const names = compact.names.split(",");
  eachRow(stored.offered, (zones, row) => {
    const name = names[row];
    if (name !== undefined) read.set(name, zones.split("+"));
  });
  return read;
}

/** The region may be any text, such as `constructor`. */
function storedRegion(
  region: string,
  { regions }: CompactOfferings = compactOfferings,
): CompactOfferings["regions"][string] | undefined {
  return Object.hasOwn(regions, region) ? regions[region] : undefined;
}

const zonesByType = new Map<string, ReadonlyMap<string, readonly string[]>>();
