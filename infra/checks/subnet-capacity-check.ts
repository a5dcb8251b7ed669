import { zoneAddresses, type ZoneAddresses } from "../../components/network/zone-addresses.builder";
import type { ConfigFault } from "../config/config-fault";
import type { Sections } from "../config/schema";
import {
  addressDemands,
  addressesOf,
  type AddressDemand,
  type CountedAddresses,
} from "../resolved/address-demand";
import { defineCheck } from "./define-check";
import { networkRangeFaults, podRangeFaults } from "./network-range-checks";

/**
 * The subnets must have enough addresses for all pools at their limits. `infra/resolved/address-demand.ts` and
 * `components/network/node-addresses.builder.ts` compute the demand, `components/network/zone-addresses.builder.ts` the supply.
 *
 * Pools share zones, and a pool may be bound to some of the zones. All pools fit if and only if, for every set of zones, the
 * pools that are bound to the set fit into it (Hall's theorem). Six zones have 63 such sets. Only the smallest sets that do
 * not fit are reported, so a pool that is too large by itself is named by itself.
 *
 * Without this check the fault shows only when the subnets are full: Karpenter goes on launching nodes whose pods get no
 * address, and these nodes are billed.
 */
export const subnetsHoldTheTiers = defineCheck(
  ["region", "network", "cluster", "gpu", "tiers"],
  (config) => {
    const { cidr, podCidrs = [], zones, interfaceEndpoints } = config.network;
    if (cidr === undefined || !canBeLaidOut(config)) return [];
    const supply = zoneAddresses({ cidr, podCidrs, zones, interfaceEndpoints });
    const subnets = podCidrs.length === 0 ? [sharedSubnets] : [nodeSubnets, podSubnets];
    return subnets.flatMap((kind) => {
      const demands = addressDemands(config, kind.counted);
      return shortSets(demands, supply, kind).map((short) => shortage(short, kind));
    });
  },
);

/** A kind of subnets: which addresses are taken from it, and what to do when there are too few. */
interface SubnetKind {
  readonly what: string;
  readonly path: ConfigFault["path"];
  readonly counted: CountedAddresses;
  readonly offered: (zone: ZoneAddresses) => number;
  readonly fix: string;
}

const sharedSubnets: SubnetKind = {
  what: "the private subnets",
  path: ["network", "cidr"],
  counted: ({ interfaces, pods }) => interfaces + pods,
  offered: (zone) => zone.private,
  fix: "add network.podCidrs, widen network.cidr, or lower the limits",
};

const nodeSubnets: SubnetKind = {
  what: "the private subnets (only for nodes)",
  path: ["network", "cidr"],
  counted: ({ interfaces }) => interfaces,
  offered: (zone) => zone.private,
  fix: "widen network.cidr, or lower the limits",
};

const podSubnets: SubnetKind = {
  what: "the subnets of network.podCidrs",
  path: ["network", "podCidrs"],
  // The network interface for the pods takes an address there too.
  counted: ({ pods }) => pods + 1,
  offered: (zone) => zone.pods,
  fix: "add a range to network.podCidrs, or lower the limits",
};

/** A set of zones that is too small for the pools that are bound to it. */
interface ShortSet {
  readonly zones: readonly string[];
  readonly demands: readonly AddressDemand[];
  readonly needed: number;
  readonly offered: number;
}

function shortSets(
  demands: readonly AddressDemand[],
  supply: readonly ZoneAddresses[],
  kind: SubnetKind,
): readonly ShortSet[] {
  const short = zoneSets(supply)
    .map((zones): ShortSet => {
      const names = zones.map(({ zone }) => zone);
      const bound = demands.filter((demand) => demand.zones.every((zone) => names.includes(zone)));
      return {
        zones: names,
        demands: bound,
        needed: bound.reduce((sum, demand) => sum + addressesOf(demand), 0),
        offered: zones.reduce((sum, zone) => sum + kind.offered(zone), 0),
      };
    })
    .filter(({ needed, offered }) => needed > offered)
    .sort((a, b) => a.zones.length - b.zones.length);
  return short.filter(
    ({ zones }, index) =>
      !short.slice(0, index).some((smaller) => smaller.zones.every((zone) => zones.includes(zone))),
  );
}

/** Every set of zones except the empty one. */
function zoneSets(supply: readonly ZoneAddresses[]): readonly (readonly ZoneAddresses[])[] {
  return Array.from({ length: 2 ** supply.length - 1 }, (_, index) =>
    supply.filter((_zone, place) => ((index + 1) >> place) % 2 === 1),
  );
}

function shortage({ zones, demands, needed, offered }: ShortSet, kind: SubnetKind): ConfigFault {
  const largest = [...demands].sort((a, b) => addressesOf(b) - addressesOf(a));
  const [first] = largest;
  const alone = first !== undefined && addressesOf(first) > offered ? first : undefined;
  return {
    path:
      alone === undefined || alone.name === "system nodes"
        ? kind.path
        : ["tiers", alone.name, "limits"],
    problem:
      alone === undefined
        ? "the pools together may need more addresses than there are"
        : "may need more addresses than there are",
    got: alone === undefined ? `${needed}: ${listed(largest)}` : described(alone),
    expected: `at most ${offered}: ${kind.what} in ${zones.join(", ")}`,
    fix: kind.fix,
  };
}

const mostListed = 3;

function listed(demands: readonly AddressDemand[]): string {
  const named = demands.slice(0, mostListed).map((demand) => `${demand.name} ${described(demand)}`);
  const others = demands.slice(mostListed);
  const rest = others.reduce((sum, demand) => sum + addressesOf(demand), 0);
  return [...named, ...(others.length === 0 ? [] : [`${others.length} more ${rest}`])].join(", ");
}

function described(demand: AddressDemand): string {
  return `${addressesOf(demand)} (${demand.nodes} ${demand.type} of ${demand.each})`;
}

/** Other checks report a network that cannot be laid out, so its addresses are not counted. */
function canBeLaidOut({ region, network }: Sections<"region" | "network">): boolean {
  const { zones } = network;
  const places = new Set(zones.map((zone) => zone.slice(-1)));
  return (
    places.size === zones.length &&
    zones.every((zone) => zone.slice(0, -1) === region) &&
    [...places].every((place) => "abcdef".includes(place)) &&
    [...networkRangeFaults(network), ...podRangeFaults(network)].length === 0
  );
}
