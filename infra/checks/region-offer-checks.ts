import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import {
  offeredRegions,
  offeringsSourceOf,
  zonesOffering,
} from "../../scheduling/catalogue/offerings";
import type { Place } from "../../scheduling/catalogue/place";
import { familiesOf } from "../../scheduling/launchable/families";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { poolZones, typeZones } from "../../scheduling/launchable/pool-zones";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
import { listed } from "../../scheduling/values/wording";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig, Sections } from "../config/schema";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { narrowedRequirements, type Narrowing } from "../resolved/narrowed-requirements";
import { defineCheck } from "./define-check";
import { comparableIds } from "./comparable-ids";

/**
 * The region and the zones of a tier must offer some of its instance types. Otherwise its pods wait for ever, and only
 * Karpenter's log gives the reason. Offerings are recorded by zone id, so zones are checked only with `network.zoneIds`.
 */
export const tiersLaunchInRegion = defineCheck(["region", "network", "gpu", "tiers"], (config) => {
  return configuredTiers(config.tiers, config.gpu)
    .filter(({ overrides }) => overrides.retired !== true)
    .flatMap((tier) => {
      const types = launchableByTier(tier);
      // narrowedTiersLaunch reports a tier without any type.
      if (types.length === 0 || isOffered(types, placeOf(tier, config))) return [];
      const inRegion = types.filter(({ name }) => zonesOffering(name, config.region).length > 0);
      return inRegion.length === 0
        ? [notInRegion(tier, types, config)]
        : [notInZones(tier, inRegion, config)];
    });
});

/** A tier must not name a zone that offers none of its types. A zone of the network may offer none of them. */
export const tierZonesOffer = defineCheck(["region", "network", "gpu", "tiers"], (config) => {
  return configuredTiers(config.tiers, config.gpu).flatMap((tier) => {
    const { zones } = tier.overrides;
    const types = launchableByTier(tier);
    if (zones === undefined || !isOffered(types, placeOf(tier, config))) return [];
    return zones.flatMap((zone, index) => {
      const { region, network } = config;
      const id = comparableIds(region, network.zoneIds)[zone];
      if (id === undefined || isOffered(types, { region, zones: [{ name: zone, id }] })) return [];
      return [
        {
          path: ["tiers", tier.pool, "zones", index],
          problem: `offers none of the tier's types (${listed(familiesOf(types))})`,
          got: `${rendered(zone)}, ${id}`,
          expected: `a zone with one of the ids ${idsOffering(types, region).join(", ")}`,
          fix: `remove the zone, or ${renewal(region)}`,
        },
      ];
    });
  });
});

function isOffered(types: readonly InstanceType[], place: Place): boolean {
  const where = poolZones(noRequirements, place);
  return types.some((type) => typeZones(type, place.region, where) !== undefined);
}

/** The place holds the tier's region and zones already. */
const noRequirements = requirementsOf([]);

function placeOf(
  { overrides }: ConfiguredTier,
  { region, network }: Sections<"region" | "network">,
): Place {
  const ids = comparableIds(region, network.zoneIds);
  const zones = (overrides.zones ?? network.zones).map((name) => {
    const id = ids[name];
    return { name, ...(id === undefined ? {} : { id }) };
  });
  return { region, zones };
}

function notInRegion(
  tier: ConfiguredTier,
  types: readonly InstanceType[],
  { region }: Sections<"region">,
): ConfigFault {
  const names = types.map(({ name }) => name);
  const elsewhere = offeredRegions.filter((other) =>
    names.some((name) => zonesOffering(name, other).length > 0),
  );
  const change = changeFor(tier, region) ?? {
    key: undefined,
    remedy: `remove the tier; ${elsewhere.length === 0 ? "no region offers them" : `they are offered in ${listed(elsewhere, 6)}`}`,
  };
  return {
    path: ["tiers", tier.pool, ...(change.key === undefined ? [] : [change.key])],
    problem: `launches nothing: ${region} offers none of its types`,
    got: listed(names),
    expected: `a tier with types that ${region} offers`,
    fix: `${change.remedy}, or ${renewal(region)}`,
  };
}

/** The key whose change gives the tier types that the region offers; undefined when no change of a key does. */
function changeFor({ profile, overrides }: ConfiguredTier, region: string) {
  const { gpus, families, sizes } = overrides;
  const offered = (choice: Narrowing) =>
    launchableTypes(requirementsOf(narrowedRequirements(profile, choice))).filter(
      ({ name }) => zonesOffering(name, region).length > 0,
    );
  const wider = families === undefined && sizes === undefined ? [] : offered({ gpus });
  if (wider.length > 0) {
    return {
      key: families === undefined ? "sizes" : "families",
      remedy: `widen families and sizes: ${listed(familiesOf(wider), 6)} are offered`,
    };
  }
  const classes = (profile.gpus?.choices ?? []).filter(
    (one) => offered({ gpus: [one] }).length > 0,
  );
  if (classes.length === 0) return undefined;
  return { key: "gpus", remedy: `set gpus to one of ${classes.join(", ")}, which are offered` };
}

function notInZones(
  tier: ConfiguredTier,
  inRegion: readonly InstanceType[],
  config: Sections<"region" | "network">,
): ConfigFault {
  const { zones } = placeOf(tier, config);
  return {
    path: ["tiers", tier.pool, "zones"],
    problem: `launches nothing: none of its zones offers any of its types (${listed(familiesOf(inRegion))})`,
    got: zones.map(({ name, id }) => `${name} (${id ?? ""})`).join(", "),
    expected: `a zone with one of the ids ${idsOffering(inRegion, config.region).join(", ")}`,
    fix: `${addedZone(config.network)}, correct network.zoneIds, or ${renewal(config.region)}`,
  };
}

/** The zones of a new cluster's control plane are fixed, so they have to be in the file before a zone is added. */
function addedZone({ cidr, zones, controlPlaneZones }: PlatformConfig["network"]): string {
  return cidr === undefined || controlPlaneZones !== undefined
    ? "add such a zone to network.zones"
    : `write network.controlPlaneZones: [${zones.join(", ")}] and add such a zone to network.zones`;
}

function idsOffering(types: readonly InstanceType[], region: string): readonly string[] {
  return [...new Set(types.flatMap(({ name }) => zonesOffering(name, region)))].sort();
}

/** Offerings change over time, so the record may be outdated. */
function renewal(region: string): string {
  const { date } = offeringsSourceOf(region);
  return `update the offerings of ${date} with npm run catalogue -- refresh --region ${region}`;
}
