/** Finds losses that are too large to be real: the answer is incomplete, or the account cannot see everything. */

import type { OfferingsChange } from "./renewed-offerings";
import type { PricesChange } from "./renewed-prices";

/** AWS does not retire more than this share of a region's types between two renewals. */
const maxRemovedShare = 0.2;

/** One line for each loss that needs --accept-removals. */
export function offeringsRemovals(change: OfferingsChange): readonly string[] {
  const { region, before, removed, zonesRemoved } = change;
  const faults: string[] = [];
  if (zonesRemoved.length > 0) {
    faults.push(
      `${region}: would lose ${zonesRemoved.join(", ")}; expected every zone that is known (an account need not ` +
        `see all of them); ${remedy}`,
    );
  }
  if (before !== undefined && removed.length > before.types * maxRemovedShare) {
    faults.push(lossOf(region, "types", removed.length, before.types));
  }
  return faults;
}

/** One line if so many types lose their price that it needs --accept-removals. */
export function pricesRemovals({ region, before, removed }: PricesChange): readonly string[] {
  if (before === undefined || removed.length <= before.types * maxRemovedShare) return [];
  return [lossOf(region, "prices", removed.length, before.types)];
}

const remedy = "look at what is removed above, then give --accept-removals, or use another account";

function lossOf(region: string, what: string, removed: number, before: number): string {
  const percent = Math.round((removed / before) * 100);
  return (
    `${region}: would lose ${removed} of ${before} ${what}, ${percent} %; expected at most ` +
    `${maxRemovedShare * 100} %; ${remedy}`
  );
}
