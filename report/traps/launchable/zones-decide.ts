import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/** The account's mapping of zone names to zone ids decides whether the pool launches anything. */
export const zonesDecide: PoolTrap<"launchable"> = {
  id: "zones-decide",
  title: "Pools that may launch nothing, depending on the account's zones",
  rank: 20,
  kind: "costly",
  fix: "Compare the account's zone ids with the ones that offer the types.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable }) => {
    const { types, zones, zoneNames, zoneIdsAreKnown, regionIsKnown, region } = launchable;
    if (zoneIdsAreKnown || !regionIsKnown || types.length === 0) return [];
    const offering = zones.filter((zone) => zone.types > 0);
    // With fewer zones that offer nothing, at least one of the pool's zones offers something.
    if (zones.length - offering.length < zoneNames.length) return [];
    const ids = offering.map(({ zoneId }) => zoneId);
    return [
      `May launch nothing. Only ${listed(ids, 4)} of ${region}'s ${counted(zones.length, "zone")} ${ids.length === 1 ? "offers" : "offer"} a type of this pool. Whether the pool uses ${ids.length === 1 ? "it" : "one of them"} depends on the account.`,
    ];
  },
};
