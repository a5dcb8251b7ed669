import { nodeAddresses, type NodeAddresses } from "../../components/network/node-addresses.builder";
import { instanceType, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { roomFor } from "../../scheduling/node-pool/pool-limits";
import { configuredTiers, type ConfiguredTier } from "./configured-tiers";
import type { Sections } from "../config/schema";
import { launchableByTier } from "./launchable-by-tier";

/** What a pool may need of the network at most, when it is full of one instance type. */
export interface AddressDemand {
  /** A pool, or `system nodes`. */
  readonly name: string;
  /** Where its nodes may stand. */
  readonly zones: readonly string[];
  /** The type that needs the most, how many nodes of it, and what each takes. */
  readonly type: string;
  readonly nodes: number;
  readonly each: number;
}

/** Which of a node's addresses are asked for: all, those of its interfaces, those of its pods. */
export type CountedAddresses = (addresses: NodeAddresses) => number;

/**
 * The demand of every pool, and of the system nodes. A pool's limits are filled with the launchable type that
 * needs the most addresses; mixed nodes need less. Without a demand are a pool that nothing limits, which is
 * another fault, and a retired one, which only shrinks.
 */
export function addressDemands(
  config: Sections<"network" | "cluster" | "tiers">,
  counted: CountedAddresses,
): readonly AddressDemand[] {
  const { network, tiers } = config;
  const pools = configuredTiers(tiers).flatMap((tier) => {
    const demand = poolDemand(tier, counted);
    const zones = tier.overrides.zones ?? network.zones;
    return demand === undefined ? [] : [{ name: tier.pool, zones, ...demand }];
  });
  return [...systemNodes(config, counted), ...pools];
}

/** Addresses that a demand amounts to. */
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

/** MIG divides a GPU into seven at most. https://docs.nvidia.com/datacenter/tesla/mig-user-guide/ */
const mostMigInstances = 7;

function podsPerDevice({ overrides: { gpuSharing } }: ConfiguredTier): number {
  if (gpuSharing === undefined) return 1;
  return gpuSharing.timeSlicing?.replicas ?? mostMigInstances;
}

/** A managed node group sets no more than 110 pods on a node of these sizes, and adds one node in an update. */
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
  return [{ name: "system nodes", zones: network.zones, type: type.name, nodes, each }];
}
