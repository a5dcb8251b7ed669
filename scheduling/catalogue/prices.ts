/**
 * On-demand prices, for the costs in reports. Karpenter itself reads prices from the account.
 *
 * Every type with a price has one for us-east-1, the reference region. The prices of another region are
 * known after `npm run catalogue -- refresh --region <region>` has stored them (docs/catalogue.md).
 */

import { eachRow, type CompactColumn } from "./compact-catalogue";
import data from "./data/on-demand-prices.json";
import { catalogueSource, instanceType } from "./instance-catalogue";

export interface OnDemandPrice {
  readonly usdPerHour: number;
  /** The region of the price. It may differ from the requested region. */
  readonly region: string;
  /** The day on which the price was read: `YYYY-MM-DD`. */
  readonly date: string;
  /** Where the price comes from, in words. */
  readonly source: string;
  /** Whether the price is that of us-east-1, used for a region whose own price is not known. */
  readonly isReference: boolean;
}

/** The stored prices of all regions but us-east-1, whose prices are part of the catalogue. */
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

/** The prices of this region are used for regions whose own prices are not known. */
export const referenceRegion = "us-east-1";

/**
 * The on-demand price of an instance type in a region. Where it is not known, the price of us-east-1 is
 * returned, marked as a reference. Undefined for a type that is unknown or has no price.
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
 * The stored prices of a region, in dollars an hour by type. The embedded Karpenter takes them as
 * `Offerings.prices`. Empty for us-east-1, whose prices are part of the catalogue, and for regions without
 * stored prices.
 */
export function onDemandPricesOf(
  region: string,
  stored: CompactPrices = compactPrices,
): Readonly<Record<string, number>> {
  // The region may be any text, such as `constructor`.
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

/** A cache: the prices of a region are expanded when they are first needed. */
const expanded = new WeakMap<CompactRegionPrices, Readonly<Record<string, number>>>();
