/**
 * Reads on-demand prices per hour from entries of AWS's Price List.
 * The form of an entry: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */

import { z } from "zod";
import { AwsFailure } from "./aws-failure";

export interface ReadPrices {
  /** Dollars per hour by instance type, all above 0. */
  readonly usdPerHour: ReadonlyMap<string, number>;
  /** Types whose only price is 0, which are not sold on demand. Sorted. */
  readonly free: readonly string[];
  /** Types that have prices in other currencies only. Sorted. */
  readonly otherCurrency: readonly string[];
  /** Types with several valid prices at the same time. Sorted. */
  readonly ambiguous: readonly { readonly name: string; readonly usdPerHour: readonly number[] }[];
}

const entrySchema = z.object({
  product: z.object({
    productFamily: z.string(),
    attributes: z.record(z.string(), z.string()),
  }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          effectiveDate: z.string().optional(),
          priceDimensions: z.record(
            z.string(),
            z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) }),
          ),
        }),
      )
      .optional(),
  }),
});

type Entry = z.infer<typeof entrySchema>;

/**
 * Reads the entries of a region. It skips products other than Linux on demand (other tenancies, reservations, local
 * zones), also if AWS sends them. Throws an AwsFailure for an entry that cannot be read.
 *
 * @param now the time at which an offer has to be valid
 */
export function readPriceList(texts: readonly string[], region: string, now: Date): ReadPrices {
  const amounts = new Map<string, Set<number>>();
  const otherCurrency = new Set<string>();
  for (const text of texts) {
    const entry = readEntry(text, region);
    const name = entry.product.attributes["instanceType"];
    if (name === undefined || !isLinuxOnDemand(entry, region)) continue;
    const known = amounts.get(name) ?? new Set();
    const { usd, others } = hourlyPrices(entry, now, region);
    for (const price of usd) known.add(price);
    if (others) otherCurrency.add(name);
    amounts.set(name, known);
  }
  return sorted(amounts, otherCurrency);
}

function readEntry(text: string, region: string): Entry {
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
        : (error as Error).message;
    throw new AwsFailure(
      `${region}: an entry of the price list cannot be read (${reason.replace(/\s+/g, " ")}), got ` +
        `${text.slice(0, 80)}; nothing was written; run again`,
    );
  }
}

const tenancyByFamily: ReadonlyMap<string, string> = new Map([
  ["Compute Instance", "Shared"],
  ["Compute Instance (bare metal)", "Dedicated"],
]);

function isLinuxOnDemand({ product }: Entry, region: string): boolean {
  const { attributes } = product;
  return (
    attributes["tenancy"] === tenancyByFamily.get(product.productFamily) &&
    attributes["regionCode"] === region &&
    attributes["operatingSystem"] === "Linux" &&
    attributes["preInstalledSw"] === "NA" &&
    attributes["capacitystatus"] === "Used" &&
    attributes["operation"] === "RunInstances" &&
    // Older entries do not have these two.
    (attributes["marketoption"] ?? "OnDemand") === "OnDemand" &&
    (attributes["locationType"] ?? "AWS Region") === "AWS Region"
  );
}

/** The price per hour of the offer that is valid now. One-time fees have another unit and do not count. */
function hourlyPrices(
  { product, terms }: Entry,
  now: Date,
  region: string,
): { readonly usd: readonly number[]; readonly others: boolean } {
  const begun = Object.values(terms.OnDemand ?? {})
    .map((offer) => ({ ...offer, from: Date.parse(offer.effectiveDate ?? "1970-01-01") }))
    .filter(({ from }) => from <= now.getTime());
  const latest = Math.max(...begun.map(({ from }) => from));
  const dimensions = begun
    .filter(({ from }) => from === latest)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ unit }) => /^(hrs?|hours?)$/i.test(unit));
  const usd = dimensions.flatMap(({ pricePerUnit }) => pricePerUnit["USD"] ?? []);
  return {
    usd: usd.map((text) => amountOf(text, `${region}: ${product.attributes["instanceType"]}`)),
    others: usd.length === 0 && dimensions.length > 0,
  };
}

function amountOf(text: string, where: string): number {
  const amount = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(amount) && amount >= 0) return amount;
  throw new AwsFailure(
    `${where}: the price list has a price that is not a number, got ${JSON.stringify(text)}; expected 0 or more; nothing was written`,
  );
}

function sorted(
  amounts: ReadonlyMap<string, ReadonlySet<number>>,
  otherCurrency: ReadonlySet<string>,
): ReadPrices {
  const usdPerHour = new Map<string, number>();
  const free: string[] = [];
  const ambiguous: { name: string; usdPerHour: readonly number[] }[] = [];
  for (const [name, all] of [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const paid = [...all].filter((amount) => amount > 0).sort((a, b) => a - b);
    const [price, second] = paid;
    if (second !== undefined) ambiguous.push({ name, usdPerHour: paid });
    else if (price !== undefined) usdPerHour.set(name, price);
    else if (all.size > 0) free.push(name);
  }
  const unpriced = [...otherCurrency].filter((name) => amounts.get(name)?.size === 0);
  return { usdPerHour, free, ambiguous, otherCurrency: unpriced.sort() };
}
