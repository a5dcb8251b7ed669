/** A placement in a few words, short enough for a table. */

import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import type { Landing } from "./landing";
import type { PlacementStep } from "./placement";

/** `g5 Spot`, or `g5 Spot and g4dn on-demand` if the pods land in several places. */
export function stepText({ landings }: PlacementStep): string {
  return landings.map(landingText).join(" and ");
}

/** `g4dn, g6, g5 and 7 more families Spot` */
export function landingText({ families, capacityType }: Landing): string {
  const named = families.length > maxFamilies ? families.slice(0, shownFamilies) : families;
  const more = families.length - named.length;
  const list = more === 0 ? commaList(named) : `${named.join(", ")} and ${more} more families`;
  return `${list} ${capacityWords[capacityType]}`;
}

const maxFamilies = 4;
const shownFamilies = 3;
const capacityWords: Readonly<Record<CapacityType, string>> = {
  spot: "Spot",
  "on-demand": "on-demand",
  reserved: "reserved",
};

function commaList(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
