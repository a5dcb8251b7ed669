/**
 * Which availability zone of which region offers which EC2 instance type.
 *
 * Zones go by their ids, which mean the same place in every account; a zone's name, `us-west-2a`,
 * is another zone in another account. The data is what EC2's DescribeInstanceTypeOfferings said on
 * the day that `offeringsSource` names; being offered is not having capacity.
 */

import { eachRow, type CompactColumn } from "./compact-catalogue";
import data from "./data/instance-offerings.json";

/** The stored form; tools/catalogue/compact-offerings.ts makes it. */
export interface CompactOfferings {
  readonly source: {
    readonly offerings: string;
    /** `YYYY-MM-DD` */
    readonly date: string;
  };
  /** The types of the rows, separated by commas. */
  readonly names: string;
  readonly regions: Readonly<
    Record<
      string,
      {
        /** Separated by commas. */
        readonly zoneIds: string;
        /** Per type the zone ids that offer it, joined by `+`. */
        readonly offered: CompactColumn;
      }
    >
  >;
}

export const compactOfferings: CompactOfferings = data;

/** Where the data comes from, for reports that quote it. */
export const offeringsSource = compactOfferings.source;

/** The regions of which offerings are known, by name. */
export const offeredRegions: readonly string[] = Object.keys(compactOfferings.regions);

/** The zone ids of a region, in order; empty for a region that is not known. */
export function zoneIdsOf(region: string): readonly string[] {
  return compactOfferings.regions[region]?.zoneIds.split(",") ?? [];
}

/** The zone ids of the region that offer the type, in order; empty where none does. */
export function zonesOffering(typeName: string, region: string): readonly string[] {
  return offeringsOf(region).get(typeName) ?? [];
}

/** By type name, the zone ids that offer it; types that the region does not offer are left out. */
export function offeringsOf(region: string): ReadonlyMap<string, readonly string[]> {
  const known = zonesByType.get(region);
  if (known !== undefined) return known;
  const read = new Map<string, readonly string[]>();
  const compact = compactOfferings.regions[region];
  if (compact !== undefined) {
    const names = compactOfferings.names.split(",");
    eachRow(compact.offered, (zones, row) => {
      const name = names[row];
      if (name !== undefined) read.set(name, zones.split("+"));
    });
  }
  zonesByType.set(region, read);
  return read;
}

const zonesByType = new Map<string, ReadonlyMap<string, readonly string[]>>();
