/**
 * What a node costs on demand, for sums in reports. Karpenter's own prices come from the account.
 *
 * Every type that is priced has a price for us-east-1, the reference. Another region's own prices are
 * known once `npm run catalogue -- refresh --region <region>` has stored them (docs/catalogue.md).
 */

import { eachRow, type CompactColumn } from "./compact-catalogue";
import data from "./data/on-demand-prices.json";
import { catalogueSource, instanceType } from "./instance-catalogue";

export interface OnDemandPrice {
  readonly usdPerHour: number;
  /** Where this is the price, which need not be the region that was asked about. */
  readonly region: string;
  /** The day on which the price was read: `YYYY-MM-DD`. */
  readonly date: string;
  /** Where the price comes from, in words. */
  readonly source: string;
  /** True for the price of us-east-1 standing in for a region whose own price is not known. */
  readonly isReference: boolean;
}

/** The stored form of every region's own prices but us-east-1's, which are with the catalogue. */
export interface CompactPrices {
  /** The types of the rows, separated by commas. */
  readonly names: string;
  readonly regions: Readonly<Record<string, CompactRegionPrices>>;
}

export interface CompactRegionPrices {
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly onDemandUsdPerHour: CompactColumn;
}

/** The region whose prices stand in for those of regions that are not known. */
export const referenceRegion = "us-east-1";

/**
 * The on-demand price of an instance type in a region: the region's own where it is known, else that of
 * us-east-1, marked as a reference. Undefined for a type that is unknown or not priced.
 */
export function onDemandPrice(
  typeName: string,
  region?: string,
  stored: CompactPrices = compactPrices,
): OnDemandPrice | undefined {
  const own = region === undefined ? undefined : ownPrice(typeName, region, stored);
  if (own !== undefined) return own;
  const usdPerHour = instanceType(typeName)?.onDemandUsdPerHour;
  if (usdPerHour === undefined) return undefined;
  return {
    usdPerHour,
    region: referenceRegion,
    date: catalogueSource.date,
    source: catalogueSource.prices,
    isReference: region !== referenceRegion,
  };
}

function ownPrice(
  typeName: string,
  region: string,
  stored: CompactPrices,
): OnDemandPrice | undefined {
  const prices = onDemandPricesOf(region, stored);
  const from = stored.regions[region];
  const usdPerHour = Object.hasOwn(prices, typeName) ? prices[typeName] : undefined;
  if (usdPerHour === undefined || from === undefined) return undefined;
  return { usdPerHour, region, date: from.date, source: from.source, isReference: false };
}

/**
 * The region's own prices, in dollars an hour by type: what the embedded Karpenter takes as
 * `Offerings.prices`. Empty for us-east-1, whose prices the catalogue has, and where none are known.
 */
export function onDemandPricesOf(
  region: string,
  stored: CompactPrices = compactPrices,
): Readonly<Record<string, number>> {
  // A region is anybody's text, `constructor` too.
  const compact = Object.hasOwn(stored.regions, region) ? stored.regions[region] : undefined;
  if (compact === undefined) return {};
  const known = expanded.get(compact);
  if (known !== undefined) return known;
  const names = stored.names.split(",");
  const prices: Record<string, number> = {};
  eachRow(compact.onDemandUsdPerHour, (price, row) => {
    const name = names[row];
    if (name !== undefined) prices[name] = Number(price);
  });
  expanded.set(compact, prices);
  return prices;
}

const compactPrices: CompactPrices = data;

/** By region: expanded at the first question and kept. */
const expanded = new WeakMap<CompactRegionPrices, Readonly<Record<string, number>>>();
