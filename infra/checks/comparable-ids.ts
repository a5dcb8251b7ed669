import { zoneIdsOf } from "../../scheduling/catalogue/offerings";

/**
 * The ids of zones by name; none when one of them is wrong, which is another fault, or newer than the recorded
 * offerings.
 */
export function comparableIds(
  region: string,
  zoneIds: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const ids = Object.values(zoneIds);
  const isKnown = ids.every((id) => zoneIdsOf(region).includes(id));
  return isKnown && new Set(ids).size === ids.length ? zoneIds : {};
}
