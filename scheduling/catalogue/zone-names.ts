/**
 * Names of zones. An account gives a region's zones the letters in an order of its own, and leaves out letters of zones
 * that it does not have. So a name is possible if its letter is not beyond the highest number among the zones' ids.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */

import { zoneIdsOf } from "./offerings";

/** The names that the zones of the region can have, in order: `us-west-2a` to `us-west-2d`. */
export function zoneNamesOf(region: string): readonly string[] {
  const numbers = zoneIdsOf(region).map((id) => Number(/-az(\d+)$/.exec(id)?.[1] ?? 0));
  const highest = Math.max(0, ...numbers);
  return Array.from({ length: highest }, (_, index) => `${region}${letters[index] ?? ""}`);
}

/** Whether the region can have a zone of this name. Local Zones and Wavelength Zones are not counted. */
export function isZoneOf(region: string, name: string): boolean {
  return zoneNamesOf(region).includes(name);
}

const letters = "abcdefghijklmnopqrstuvwxyz";
