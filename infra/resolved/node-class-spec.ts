import {
  nodeClassProfiles,
  type NodeClassProfile,
} from "../../components/node-pools/node-class-profiles";
import type {
  CapacityReservationTerm,
  PlacementGroupTerm,
} from "../../components/node-pools/ec2-node-class.builder";
import type { NodeAmi } from "../../components/node-pools/node-ami.builder";
import type { Tier } from "../../components/node-pools/tier";
import { nodeClassOfSlot, type NodeClassSlotName } from "../../components/node-pools/pool-names";
import type { NodeClassOverrides } from "../config/sections/node-classes-section";
import type { PlatformConfig } from "../config/schema";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { firstEfaCardOf } from "./efa-cards";
import { nodeAmi } from "./node-ami";

/** One EC2NodeClass of the stack. */
export interface NodeClassSpec {
  readonly name: NodeClassSlotName;
  readonly profile: NodeClassProfile;
  readonly ami: NodeAmi;
  readonly capacityReservations: readonly CapacityReservationTerm[];
  /** Number of EFA interfaces of every node, in addition to its first interface. */
  readonly efaInterfaces?: number;
  /** The network card of the first EFA interface; 0 without the key. */
  readonly firstEfaCard?: number;
  /** Whether the nodes reserve huge pages. A check makes sure that all tiers of the class have EFA, or none. */
  readonly hugePages?: true;
  /** Placement group of the nodes, and whether the stack creates it. */
  readonly placementGroup?: PlacementGroupTerm & { readonly own: boolean };
}

/** The node classes that the tiers use, sorted by name. */
export function nodeClassSpecs(
  tiers: readonly Tier[],
  config: PlatformConfig,
): readonly NodeClassSpec[] {
  const names = [...new Set(tiers.map((tier) => tier.nodeClass))].sort();
  return names.map((name) => {
    const users = tiers.filter((tier) => tier.nodeClass === name);
    return nodeClassSpec(name, users, config);
  });
}

function nodeClassSpec(
  name: NodeClassSlotName,
  users: readonly Tier[],
  config: PlatformConfig,
): NodeClassSpec {
  const overrides = config.nodeClasses[name] ?? {};
  const profile = nodeClassProfiles[nodeClassOfSlot(name)];
  const sizeGiB = overrides.volumeSizeGiB ?? profile.rootVolume.sizeGiB;
  return {
    name,
    profile: { ...profile, rootVolume: { ...profile.rootVolume, sizeGiB } },
    ami: nodeAmi(overrides.amiAlias, users, config),
    capacityReservations: (overrides.capacityReservations ?? []).map(capacityReservationTerm),
    ...efaOf(overrides, users),
    ...(users.some(({ efa }) => efa) ? { hugePages: true } : {}),
    ...placementGroupOf(name, overrides, config),
  };
}

/** A check makes sure that all tiers of the class have the same layout of network cards. */
function efaOf(
  { efaInterfaces }: NodeClassOverrides,
  users: readonly Tier[],
): Pick<NodeClassSpec, "efaInterfaces" | "firstEfaCard"> {
  if (efaInterfaces === undefined) return {};
  const types = users.flatMap(({ requirements }) => launchableTypes(requirementsOf(requirements)));
  const beginsAtSecondCard = types.some((type) => firstEfaCardOf(type) === 1);
  return { efaInterfaces, ...(beginsAtSecondCard ? { firstEfaCard: 1 } : {}) };
}

type ConfiguredReservation = NonNullable<NodeClassOverrides["capacityReservations"]>[number];

/** The term with Karpenter's key names. */
function capacityReservationTerm({
  id,
  tags,
  ownerId,
  instanceMatchCriteria,
}: ConfiguredReservation): CapacityReservationTerm {
  return {
    ...(id === undefined ? {} : { id }),
    ...(tags === undefined ? {} : { tags }),
    ...(ownerId === undefined ? {} : { ownerID: ownerId }),
    ...(instanceMatchCriteria === undefined ? {} : { instanceMatchCriteria }),
  };
}

function placementGroupOf(
  name: NodeClassSlotName,
  { placementGroup }: NodeClassOverrides,
  { cluster }: PlatformConfig,
): Pick<NodeClassSpec, "placementGroup"> {
  if (placementGroup === undefined) return {};
  if (placementGroup.id !== undefined) {
    return { placementGroup: { id: placementGroup.id, own: false } };
  }
  // The name is plain text, so that policies can read the class at preview.
  const own = placementGroup.name === undefined;
  return { placementGroup: { name: placementGroup.name ?? `${cluster.name}-${name}`, own } };
}
