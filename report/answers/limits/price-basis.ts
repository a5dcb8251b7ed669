/** Where the prices of an answer come from. */

import { onDemandPrice, type OnDemandPrice } from "../../../scheduling/catalogue/prices";

/** The source and the day of prices, and whether they are only a reference from another region. */
export type PriceBasis = Omit<OnDemandPrice, "usdPerHour">;

/** The distinct sources of the prices of these types in the region, in order of appearance. */
export function priceBases(
  types: readonly { readonly name: string }[],
  region: string,
): readonly PriceBasis[] {
  const bases = new Map<string, PriceBasis>();
  for (const { name } of types) {
    const price = onDemandPrice(name, region);
    if (price === undefined) continue;
    const basis = {
      region: price.region,
      date: price.date,
      source: price.source,
      isReference: price.isReference,
    };
    bases.set(JSON.stringify(basis), basis);
  }
  return [...bases.values()];
}

/** `on-demand prices of us-east-1, 2026-08-01, a reference: those of ap-northeast-1 differ`. */
export function priceBasisText(bases: readonly PriceBasis[], region: string): string {
  return bases
    .map((basis) => {
      const reference = basis.isReference ? `, a reference: those of ${region} differ` : "";
      return `on-demand prices of ${basis.region}, ${basis.date}${reference}`;
    })
    .join("; ");
}
