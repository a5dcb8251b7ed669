import { isZoneOf, zoneNamesOf } from "../../../scheduling/catalogue/zone-names";
import { zoneLabelKey, normalizedLabelKey } from "../../../scheduling/requirements/labels";
import { listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/** Karpenter counts a zone that a pool names as a place to spread over, even if the region has no such zone. */
export const zonesNotInRegion: PoolTrap<"nodePool" | "launchable"> = {
  id: "zones-not-in-region",
  title: "Zones that the region does not have",
  rank: 25,
  kind: "costly",
  fix: "Name zones of the region, or none.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ nodePool: { requirements }, launchable: { region, regionIsKnown } }) => {
    if (!regionIsKnown) return [];
    const named = requirements
      .filter(({ key, operator }) => normalizedLabelKey(key) === zoneLabelKey && operator === "In")
      .flatMap(({ values }) => values ?? []);
    const wrong = [...new Set(named)].filter((zone) => !isZoneOf(region, zone));
    if (wrong.length === 0) return [];
    const [is, counts] =
      wrong.length === 1 ? ["is no zone", "it counts"] : ["are no zones", "they count"];
    return [
      `${listed(wrong)} ${is} of ${region}, which has ${zoneRange(region)}. Nothing launches there, and ${counts} as a domain for pods that spread over zones: such pods stay pending.`,
    ];
  },
};

function zoneRange(region: string): string {
  const names = zoneNamesOf(region);
  return names.length < 2 ? names.join("") : `${names[0]} to ${names.at(-1)}`;
}
