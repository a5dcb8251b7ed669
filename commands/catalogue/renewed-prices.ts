/** Compares the prices of a region with the stored prices, and replaces them. */

import { compactColumn, type CompactCatalogue } from "../../scheduling/catalogue/compact-catalogue";
import { expandCatalogue } from "../../scheduling/catalogue/instance-catalogue";
import {
  onDemandPricesOf,
  referenceRegion,
  type CompactPrices,
} from "../../scheduling/catalogue/prices";
import { AwsFailure } from "./aws-failure";
import type { CatalogueData } from "./data-files";
import type { ReadPrices } from "./price-list";

/** Dollars per hour by instance type. */
export type RegionPrices = ReadonlyMap<string, number>;

export interface PricesSource {
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

export interface PricesChange {
  readonly region: string;
  /** Undefined for a region without own prices until now; it is then compared with us-east-1. */
  readonly before?: { readonly types: number; readonly date: string };
  readonly types: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The largest relative change first. */
  readonly changed: readonly ChangedPrice[];
  /** Types with a price that the catalogue does not have. Their prices are not stored. */
  readonly unknown: readonly string[];
  /** Types in the price list that get no price, by reason. */
  readonly unpriced: Pick<ReadPrices, "free" | "otherCurrency" | "ambiguous">;
}

export interface ChangedPrice {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** The prices of the types in the catalogue. Throws an AwsFailure when there is not one. */
export function regionPrices(
  region: string,
  types: CompactCatalogue,
  { usdPerHour }: ReadPrices,
): RegionPrices {
  const known = new Set(expandCatalogue(types).map(({ name }) => name));
  const prices = new Map([...usdPerHour].filter(([name]) => known.has(name)));
  if (prices.size > 0) return prices;
  throw new AwsFailure(
    `${region}: the price list has no price in dollars for any type of the catalogue; nothing was written; run again`,
  );
}

/** Compares the new prices of a region with the stored ones. */
export function pricesChange(
  { types, prices }: CatalogueData,
  region: string,
  now: RegionPrices,
  read: ReadPrices,
): PricesChange {
  const reference = referencePrices(types);
  const own =
    region === referenceRegion
      ? reference
      : new Map(Object.entries(onDemandPricesOf(region, prices)));
  const date = region === referenceRegion ? types.source.priceDate : prices.regions[region]?.date;
  const isKnown = own.size > 0 && date !== undefined;
  const known = isKnown ? own : reference;
  return {
    region,
    ...(isKnown ? { before: { types: own.size, date } } : {}),
    types: now.size,
    added: isKnown ? [...now.keys()].filter((name) => !own.has(name)) : [],
    removed: isKnown ? [...own.keys()].filter((name) => !now.has(name)) : [],
    changed: changedPrices(known, now),
    unknown: [...read.usdPerHour.keys()].filter((name) => !now.has(name)),
    unpriced: { free: read.free, otherCurrency: read.otherCurrency, ambiguous: read.ambiguous },
  };
}

function changedPrices(known: RegionPrices, now: RegionPrices): readonly ChangedPrice[] {
  const changed: ChangedPrice[] = [];
  for (const [name, after] of now) {
    const before = known.get(name);
    if (before !== undefined && before !== after) changed.push({ name, before, after });
  }
  const share = ({ before, after }: ChangedPrice): number => Math.abs(after - before) / before;
  return changed.sort((a, b) => share(b) - share(a) || (a.name < b.name ? -1 : 1));
}

/** The data with the new prices. Prices of us-east-1 are part of the types file; other regions have a file of their own. */
export function renewPrices(
  data: CatalogueData,
  renewed: ReadonlyMap<string, RegionPrices>,
  from: PricesSource,
): Pick<CatalogueData, "types" | "prices"> {
  const reference = renewed.get(referenceRegion);
  const others = new Map([...renewed].filter(([region]) => region !== referenceRegion));
  return {
    types: reference === undefined ? data.types : renewReference(data.types, reference, from),
    prices: others.size === 0 ? data.prices : renewRegions(data.prices, others, from),
  };
}

function renewReference(
  types: CompactCatalogue,
  prices: RegionPrices,
  { source, date }: PricesSource,
): CompactCatalogue {
  const rows = expandCatalogue(types).map(({ name }) => textOf(prices.get(name)));
  return {
    ...types,
    source: { ...types.source, onDemandUsdPerHourUsEast1: source, priceDate: date },
    onDemandUsdPerHour: compactColumn(rows),
  };
}

function renewRegions(
  stored: CompactPrices,
  renewed: ReadonlyMap<string, RegionPrices>,
  from: PricesSource,
): CompactPrices {
  const all = new Map<string, PricesSource & { readonly prices: RegionPrices }>();
  for (const [region, { source, date }] of Object.entries(stored.regions)) {
    const prices = new Map(Object.entries(onDemandPricesOf(region, stored)));
    all.set(region, { source, date, prices });
  }
  for (const [region, prices] of renewed) all.set(region, { ...from, prices });
  const names = [...new Set([...all.values()].flatMap(({ prices }) => [...prices.keys()]))].sort();
  const regions = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    names: names.join(","),
    regions: Object.fromEntries(
      regions.map(([region, { source, date, prices }]) => [
        region,
        {
          source,
          date,
          onDemandUsdPerHour: compactColumn(names.map((name) => textOf(prices.get(name)))),
        },
      ]),
    ),
  };
}

function textOf(price: number | undefined): string | undefined {
  return price === undefined ? undefined : String(price);
}

function referencePrices(types: CompactCatalogue): RegionPrices {
  return new Map(
    expandCatalogue(types).flatMap(({ name, onDemandUsdPerHour: price }) =>
      price === undefined ? [] : [[name, price] as const],
    ),
  );
}
