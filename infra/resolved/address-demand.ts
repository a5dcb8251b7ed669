import { nodeAddresses, type NodeAddresses } from "../../components/network/node-addresses.builder";
import { instanceType, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { roomFor } from "../../scheduling/node-pool/pool-limits";
import { configuredTiers, type ConfiguredTier } from "./configured-tiers";
import type { Sections } from "../config/schema";
import { systemNodeZones } from "./cluster-zones";
import { launchableByTier } from "./launchable-by-tier";

/** The most addresses that a pool may need, when all its nodes have one instance type. */
export interface AddressDemand {
  /** A pool, or `system nodes`. */
  readonly name: string;
  /** Zones of its nodes. */
  readonly zones: readonly string[];
  /** The type that needs the most addresses, the number of its nodes, and the addresses of each node. */
  readonly type: string;
  readonly nodes: number;
  readonly each: number;
}

/** Which addresses of a node to count: all, those of its interfaces, or those of its pods. */
export type CountedAddresses = (addresses: NodeAddresses) => number;

/**
 * The demand of every pool and of the system nodes. A pool is counted as full of the launchable type that needs the most
 * addresses, because mixed nodes need fewer. A pool without limits has no demand, because another check reports it. A retired
 * pool has no demand, because it only shrinks.
 */
export function addressDemands(
  config: Sections<"network" | "cluster" | "gpu" | "tiers">,
  counted: CountedAddresses,
): readonly AddressDemand[] {
  const { network, gpu, tiers } = config;
  const pools = configuredTiers(tiers, gpu).flatMap((tier) => {
    const demand = poolDemand(tier, counted);
    const zones = tier.overrides.zones ?? network.zones;
    return demand === undefined ? [] : [{ name: tier.pool, zones, ...demand }];
  });
  return [...systemNodes(config, counted), ...pools];
}

/** The number of addresses of a demand. */
export function addressesOf({ nodes, each }: AddressDemand): number {
  return nodes * each;
}

type PoolDemand = Pick<AddressDemand, "type" | "nodes" | "each">;

function poolDemand(tier: ConfiguredTier, counted: CountedAddresses): PoolDemand | undefined {
  if (tier.overrides.retired === true) return undefined;
  const { profile, overrides } = tier;
  const pool = { accelerator: profile.accelerator, podsPerDevice: podsPerDevice(tier) };
  const types = launchableByTier(tier);
  let worst: PoolDemand | undefined;
  for (const type of types) {
    const nodes = overrides.replicas ?? nodesOf(type, tier);
    const each = counted(nodeAddresses(type, pool));
    if (nodes * each > (worst?.nodes ?? 0) * (worst?.each ?? 0)) {
      worst = { type: type.name, nodes, each };
    }
  }
  return worst;
}

function nodesOf(type: InstanceType, { profile, overrides }: ConfiguredTier): number {
  const { nodes } = roomFor(type, overrides.limits ?? profile.limits);
  return Number.isFinite(nodes) ? nodes : 0;
}

/** MIG divides a GPU into seven instances at most. https://docs.nvidia.com/datacenter/tesla/mig-user-guide/ */
const mostMigInstances = 7;

function podsPerDevice({ overrides: { gpuSharing } }: ConfiguredTier): number {
  if (gpuSharing === undefined) return 1;
  return gpuSharing.timeSlicing?.replicas ?? mostMigInstances;
}

/** A managed node group runs at most 110 pods on a node of these sizes, and adds one node during an update. */
const mostSystemPods = 110;

function systemNodes(
  { cluster, network }: Sections<"network" | "cluster">,
  counted: CountedAddresses,
): readonly AddressDemand[] {
  const type = instanceType(cluster.systemNodes.instanceType);
  if (type === undefined) return [];
  const full = { ...type, allocatable: { ...type.allocatable, pods: String(mostSystemPods) } };
  const each = counted(nodeAddresses(full, { podsPerDevice: 1 }));
  const nodes = cluster.systemNodes.count + 1;
  return [{ name: "system nodes", zones: systemNodeZones(network), type: type.name, nodes, each }];
}
