import type { ZoneOfferings } from "../../answers/launchable/launchable-offerings";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";
import { zonesDecide } from "./zones-decide";

/**
 * Zones that offer less than half of the types of an accelerated pool. They are told by zone id, because a zone
 * name means another zone in each account.
 */
export const zoneOffersLittle: PoolTrap<"launchable"> = {
  id: "zone-offers-little",
  title: "Zones that offer few of a pool's types",
  rank: 330,
  kind: "good-to-know",
  fix: "Nothing, unless pods must spread over zones.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable }) => {
    const { zones, types, zoneIdsAreKnown, region } = launchable;
    if (!types.some(({ accelerator }) => accelerator !== undefined)) return [];
    const poor = zones.filter((zone) => zone.types * 2 < types.length);
    // `zones-decide` names all zones that offer something, and so says which offer nothing.
    const isToldAlready = zonesDecide.textsFor({ launchable }).length > 0;
    const empty = isToldAlready ? [] : poor.filter((zone) => zone.types === 0);
    const few = poor.filter((zone) => zone.types > 0);
    if (empty.length + few.length === 0) return [];
    const offers = `${offerTexts(empty, few, types.length).join("; ")}.`;
    return [
      zoneIdsAreKnown
        ? offers
        : `${offers} Which of ${region}'s ${counted(zones.length, "zone id")} the pool's zones are differs by account.`,
    ];
  },
};

function offerTexts(
  empty: readonly ZoneOfferings[],
  few: readonly ZoneOfferings[],
  types: number,
): readonly string[] {
  const all = `of the pool's ${counted(types, "type")}`;
  const none = `${listed(empty.map(zoneText), empty.length)} ${empty.length === 1 ? "offers" : "offer"} none ${all}`;
  return [
    ...(empty.length === 0 ? [] : [none]),
    ...few.map(
      (zone) => `${zoneText(zone)} offers ${listed(zone.families, 4)} only, ${zone.types} ${all}`,
    ),
  ];
}

function zoneText({ zoneId, name }: ZoneOfferings): string {
  return name === undefined || name === zoneId ? zoneId : `${name} (${zoneId})`;
}
