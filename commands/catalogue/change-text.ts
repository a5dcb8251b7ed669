/** Describes what a renewal changes. */

import { referenceRegion } from "../../scheduling/catalogue/prices";
import type { MovedType, OfferingsChange } from "./renewed-offerings";
import type { ChangedPrice, PricesChange } from "./renewed-prices";

/** Lines about the offerings of a region. */
export function offeringsText(change: OfferingsChange): readonly string[] {
  const { before, zonesAdded, zonesRemoved, moved, otherPlaces } = change;
  const was =
    before === undefined
      ? "a new region"
      : `${before.types} types, as of ${before.date}, until now`;
  return [
    `${change.region} offerings: ${change.types} types in ${change.zoneIds.length} zones (${was})`,
    ...listed("zones added", zonesAdded),
    ...listed("zones removed", zonesRemoved),
    ...listed("types added", before === undefined ? [] : change.added),
    ...listed("types removed", change.removed),
    ...listed("types in other zones", moved.map(movedText), "; "),
    ...listed("left out, no availability zones of this account", otherPlaces),
    ...(isSame(change) ? ["  as before"] : []),
  ];
}

function isSame({ before, zonesAdded, added, removed, moved }: OfferingsChange): boolean {
  return (
    before !== undefined && [zonesAdded, added, removed, moved].every((one) => one.length === 0)
  );
}

function movedText({ name, before, after }: MovedType): string {
  const gained = after.filter((zone) => !before.includes(zone)).map((zone) => `+${zone}`);
  const lost = before.filter((zone) => !after.includes(zone)).map((zone) => `-${zone}`);
  return [name, ...gained, ...lost].join(" ");
}

/** Lines about the prices of a region. */
export function pricesText(change: PricesChange): readonly string[] {
  const { before, changed, unknown, unpriced } = change;
  const was =
    before === undefined
      ? `until now ${referenceRegion}'s stood in`
      : `${before.types} types, as of ${before.date}, until now`;
  const title = before === undefined ? `not as in ${referenceRegion}` : "changed";
  return [
    `${change.region} prices: ${change.types} types (${was})`,
    ...listed(title, changed.map(priceText)),
    ...listed("priced for the first time", change.added),
    ...listed("no longer priced", change.removed),
    ...listed("not stored, no types of the catalogue", unknown),
    ...listed("not stored, price 0: not for sale on demand", unpriced.free),
    ...listed("not stored, no price in dollars", unpriced.otherCurrency),
    ...listed(
      "not stored, several prices at once",
      unpriced.ambiguous.map(
        ({ name, usdPerHour }) => `${name} ${usdPerHour.map(usd).join(" or ")}`,
      ),
    ),
    ...(before !== undefined &&
    [changed, change.added, change.removed].every((one) => one.length === 0)
      ? ["  as before"]
      : []),
  ];
}

function priceText({ name, before, after }: ChangedPrice): string {
  const percent = ((after - before) / before) * 100;
  const sign = percent > 0 ? "+" : "";
  return `${name} ${usd(after)} instead of ${usd(before)} (${sign}${percent.toFixed(1)} %)`;
}

function usd(amount: number): string {
  return `$${amount}`;
}

/** A line with the number of items and the first few of them; no line when there are none. */
function listed(title: string, items: readonly string[], separator = ", "): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length - maxListed;
  const rest = more > 0 ? `${separator}and ${more} more` : "";
  return [`  ${title} (${items.length}): ${items.slice(0, maxListed).join(separator)}${rest}`];
}

const maxListed = 10;

/** Says what a renewal does not bring, and names the types that lack it. */
export function notRenewedText(typesWithoutLabels: readonly string[]): readonly string[] {
  return [
    ...listed("Offered, but not in the catalogue", typesWithoutLabels).map((line) => line.trim()),
    "Not renewed: labels and allocatable resources of the types, which come from Karpenter's documentation. A type " +
      "that is not in the catalogue is stored as an offering alone, and no answer knows it until the catalogue does " +
      "(docs/catalogue.md).",
  ];
}
