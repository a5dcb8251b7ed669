import type { LaunchableOfferings } from "../../answers/launchable/launchable-offerings";
import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const launchesNothing: PoolTrap<"launchable"> = {
  id: "launches-nothing",
  title: "Pools that launch nothing",
  rank: 10,
  kind: "costly",
  impliedBy: ["zones-not-in-region", "reserved-without-selector"],
  fix: "Correct the requirement that leaves no type.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable }) => (launchable.types.length > 0 ? [] : [reasonText(launchable)]),
};

function reasonText(launchable: LaunchableOfferings): string {
  const { refusedKeys, placeExcludedBy, notOffered, region } = launchable;
  if (refusedKeys.length > 0) {
    return `Launches nothing, because the pool is refused: ${refusedKeys.join("; ")}.`;
  }
  if (placeExcludedBy !== undefined) {
    return `Launches nothing: ${placeExcludedBy} leaves no zone in ${region}.`;
  }
  return notOffered.length > 0 ? notOfferedText(launchable) : excludedText(launchable);
}

function notOfferedText({ notOffered, region, zoneNames }: LaunchableOfferings): string {
  const zones = zoneNames.length === 0 ? "no zone" : `none of ${zoneNames.join(", ")}`;
  return `Launches nothing: ${listed(notOffered)} ${notOffered.length === 1 ? "meets" : "meet"} the requirements, but ${zones} in ${region} offers ${notOffered.length === 1 ? "it" : "any of them"}.`;
}

function excludedText({ exclusions, catalogue }: LaunchableOfferings): string {
  if (exclusions.length === 0) return "Launches nothing.";
  const decisive = exclusions.find(({ alone }) => alone > 0);
  const requirements = exclusions.map(({ requirement }) => requirement);
  const why =
    decisive === undefined
      ? `no type meets all of ${listed(requirements, 5)}`
      : `without ${decisive.requirement} it would launch ${counted(decisive.alone, "type")}`;
  return `Launches nothing: none of ${counted(catalogue.types, "type")} is left; ${why}.`;
}
