/**
 * Which availability zone of which region offers which EC2 instance type.
 *
 * Zones go by their ids, which mean the same place in every account; a zone's name, `us-west-2a`,
 * is another zone in another account. The data is what EC2's DescribeInstanceTypeOfferings said on
 * the day that `offeringsSource` names; being offered is not having capacity.
 */

import { eachRow, type CompactColumn } from "./compact-catalogue";
import data from "./data/instance-offerings.json";

/** The stored form; commands/catalogue/long-offerings.ts makes it, and `npm run catalogue` renews it. */
export interface CompactOfferings {
  /** Of the regions that do not have a source of their own. */
  readonly source: OfferingsSource;
  /** The types of the rows, separated by commas. */
  readonly names: string;
  readonly regions: Readonly<
    Record<
      string,
      {
        /** Of a region that was renewed by itself. */
        readonly source?: OfferingsSource;
        /** Separated by commas. */
        readonly zoneIds: string;
        /** Per type the zone ids that offer it, joined by `+`. */
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

/** Where the data comes from, of the regions that were not renewed by themselves since. */
export const offeringsSource = compactOfferings.source;

/** Where the data of a region comes from, for reports that quote it. */
export function offeringsSourceOf(
  region: string,
  compact: CompactOfferings = compactOfferings,
): OfferingsSource {
  return storedRegion(region, compact)?.source ?? compact.source;
}

/** The regions of which offerings are known, by name. */
export const offeredRegions: readonly string[] = Object.keys(compactOfferings.regions);

/** The zone ids of a region, in order; empty for a region that is not known. */
export function zoneIdsOf(region: string): readonly string[] {
  return storedRegion(region)?.zoneIds.split(",") ?? [];
}

/** The zone ids of the region that offer the type, in order; empty where none does. */
export function zonesOffering(typeName: string, region: string): readonly string[] {
  return offeringsOf(region).get(typeName) ?? [];
}

/** By type name, the zone ids that offer it; types that the region does not offer are left out. */
export function offeringsOf(region: string): ReadonlyMap<string, readonly string[]> {
  const known = zonesByType.get(region);
  if (known !== undefined) return known;
  const read = expandOfferings(compactOfferings, region);
  zonesByType.set(region, read);
  return read;
}

/** One region's offerings by type, out of the stored form. */
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

/** A region is anybody's text, `constructor` too. */
function storedRegion(
  region: string,
  { regions }: CompactOfferings = compactOfferings,
): CompactOfferings["regions"][string] | undefined {
  return Object.hasOwn(regions, region) ? regions[region] : undefined;
}

const zonesByType = new Map<string, ReadonlyMap<string, readonly string[]>>();
