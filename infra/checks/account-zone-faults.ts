import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { controlPlaneZones } from "../resolved/cluster-zones";
import { systemNodeOfferFaults } from "./system-nodes-offer-check";
import { unfitControlPlaneZones } from "./zones-without-control-plane";

type Network = PlatformConfig["network"];

/** The zones of the region in the account, by name, with their ids. */
export type AccountZones = ReadonlyMap<string, string>;

/**
 * Faults of a new cluster that only the zones of the account can tell. A zone name is another place in every account, and
 * some accounts lack a zone.
 */
export function accountZoneFaults(
  config: PlatformConfig,
  account: AccountZones,
): readonly ConfigFault[] {
  const { network } = config;
  return [
    ...missing("zones", network.zones, account),
    ...missing("controlPlaneZones", network.controlPlaneZones ?? [], account),
    ...wrongIds(network, account),
    ...unfitControlPlaneZones(
      network,
      (zone) => account.get(zone),
      (zone) => controlPlanePath(network, zone),
    ),
    ...systemNodeOfferFaults(config, Object.fromEntries(account)),
  ];
}

function missing(
  key: "zones" | "controlPlaneZones",
  zones: readonly string[],
  account: AccountZones,
): readonly ConfigFault[] {
  return zones.flatMap((zone, index) =>
    account.has(zone)
      ? []
      : [
          {
            path: ["network", key, index],
            problem: "not a zone of this account",
            got: rendered(zone),
            expected: `one of ${[...account.keys()].join(", ")}`,
            fix: "choose one of them",
          },
        ],
  );
}

/** What the tiers may launch in a zone is checked with these ids. */
function wrongIds({ zoneIds = {} }: Network, account: AccountZones): readonly ConfigFault[] {
  return Object.entries(zoneIds).flatMap(([zone, id]) => {
    const own = account.get(zone);
    if (own === undefined || own === id) return [];
    return [
      {
        path: ["network", "zoneIds", zone],
        problem: "not the id of this zone in this account",
        got: rendered(id),
        expected: own,
        fix: "correct it, and run npm run check again",
      },
    ];
  });
}

function controlPlanePath(network: Network, zone: string): ConfigFault["path"] {
  const key = network.controlPlaneZones === undefined ? "zones" : "controlPlaneZones";
  return ["network", key, controlPlaneZones(network).indexOf(zone)];
}
