import { instanceType } from "../../scheduling/catalogue/instance-catalogue";
import {
  offeredRegions,
  offeringsSourceOf,
  zonesOffering,
} from "../../scheduling/catalogue/offerings";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { Sections } from "../config/schema";
import { systemNodeZones } from "../resolved/cluster-zones";
import { defineCheck } from "./define-check";
import { comparableIds } from "./comparable-ids";
import { unfitControlPlaneZones } from "./zones-without-control-plane";

/** Types that fit the system nodes, the default first. Each region offers one of them at least. */
export const systemNodeTypes = ["m7i.large", "m6i.large", "m5.large"] as const;

type ReadSections = Sections<"region" | "network" | "cluster">;

/** Where the stack file has no ids, the program reads those of the account: `infra/platform/account-zones.ts`. */
export const systemNodesAreOffered = defineCheck(["region", "network", "cluster"], (config) =>
  systemNodeOfferFaults(config, config.network.zoneIds),
);

/**
 * The fault of a type of the system nodes that the region, or a zone of these nodes, does not offer. The node group
 * would fail when the control plane exists already. Without the ids of the zones only their number tells: a type that two
 * zones of a region offer is missing in one of three.
 */
export function systemNodeOfferFaults(
  { region, network, cluster }: ReadSections,
  zoneIds: Readonly<Record<string, string>> | undefined,
): readonly ConfigFault[] {
  const name = cluster.systemNodes.instanceType;
  // systemNodesCarryKarpenter reports an unknown type.
  if (network.cidr === undefined || instanceType(name) === undefined) return [];
  if (!offeredRegions.includes(region)) return [];
  // The remedy of such a zone moves the system nodes too.
  if (
    unfitControlPlaneZones(
      network,
      (zone) => zoneIds?.[zone],
      () => [],
    ).length > 0
  )
    return [];
  const zones = systemNodeZones(network);
  const ids = comparableIds(region, zoneIds);
  const place = placeWithout(name, region, zones, ids);
  if (place === undefined) return [];
  const other = systemNodeTypes.find(
    (type) => placeWithout(type, region, zones, ids) === undefined,
  );
  const source = `update the offerings of ${offeringsSourceOf(region).date} with npm run catalogue -- refresh --region ${region}`;
  return [
    {
      path: ["cluster", "systemNodes", "instanceType"],
      problem: `not offered in ${place}`,
      got: rendered(name),
      expected: "a type that every zone of the system nodes offers",
      fix:
        other === undefined
          ? `choose another type or other zones, or ${source}`
          : `use ${other}, or ${source}`,
    },
  ];
}

/** The region, a zone of the system nodes, or some of them, where the type is not offered; undefined where all have it. */
function placeWithout(
  type: string,
  region: string,
  zones: readonly string[],
  ids: Readonly<Record<string, string>>,
): string | undefined {
  const offering = zonesOffering(type, region);
  if (offering.length === 0) return region;
  const without = zones.find((zone) => {
    const id = ids[zone];
    return id !== undefined && !offering.includes(id);
  });
  if (without !== undefined) return `${without} (${ids[without] ?? ""})`;
  return offering.length < zones.length
    ? `${zones.length} zones of ${region}, only in ${offering.join(", ")}`
    : undefined;
}
