import {
  amiSelection,
  blockDeviceMappings,
  instanceStorePolicy,
  type NodeAmi,
  userData,
} from "./node-ami.builder";
import type { NodeClassProfile } from "./node-class-profiles";

/** What an EC2NodeClass needs beside its profile; all plain, so that policies can read it at preview. */
export interface NodeClassPlacement {
  /** Value of the tag `karpenter.sh/discovery` on the subnets and on the security group. */
  readonly clusterName: string;
  /**
   * Subnets and security groups of the nodes, where the program did not make them.
   * @default the private subnets and the group that carry the cluster's discovery tag
   */
  readonly discovery?: NodeDiscovery | undefined;
  /** Name of the nodes' IAM role. */
  readonly nodeRoleName: string;
  readonly ami: NodeAmi;
  /** Own key of the volumes: `alias/<name>`; the account's default key for EBS where left out. */
  readonly volumeKeyAlias?: string;
  /** Tags of instances and volumes; the AWS provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Capacity reservations and capacity blocks that nodes may use. */
  readonly capacityReservations: readonly CapacityReservationTerm[];
  readonly placementGroup?: PlacementGroupTerm;
  /** EFA interfaces of every node, one a network card. */
  readonly efaInterfaces?: number;
}

/** How Karpenter finds the subnets and the security groups of the nodes; of the terms of a list one has to match. */
export interface NodeDiscovery {
  readonly subnetSelectorTerms: readonly DiscoveryTerm[];
  readonly securityGroupSelectorTerms: readonly DiscoveryTerm[];
}

/** By id, or by tags that all have to match. */
export type DiscoveryTerm =
  | { readonly id: string; readonly tags?: undefined }
  | { readonly tags: Readonly<Record<string, string>>; readonly id?: undefined };

/** Selects capacity reservations: by id, or by what they have in common. */
export interface CapacityReservationTerm {
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Account that owns them, for reservations shared with this one. */
  readonly ownerID?: string;
  readonly instanceMatchCriteria?: "open" | "targeted";
}

/** One placement group. */
export type PlacementGroupTerm =
  | { readonly name: string; readonly id?: undefined }
  | { readonly id: string; readonly name?: undefined };

/**
 * The spec of an EC2NodeClass.
 *
 * One class serves CPU, NVIDIA and Neuron types alike where the AMI has an alias: it picks the variant by instance type.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeclasses/
 */
export function ec2NodeClassSpec(profile: NodeClassProfile, placement: NodeClassPlacement) {
  const discovery = placement.discovery ?? ownNetwork(placement.clusterName);
  const { ami } = placement;
  return {
    ...amiSelection(ami),
    role: placement.nodeRoleName,
    subnetSelectorTerms: discovery.subnetSelectorTerms,
    securityGroupSelectorTerms: discovery.securityGroupSelectorTerms,
    ...(placement.capacityReservations.length === 0
      ? {}
      : {
          capacityReservationSelectorTerms: placement.capacityReservations.map((term) => ({
            ...term,
          })),
        }),
    ...(placement.placementGroup === undefined
      ? {}
      : { placementGroupSelector: placementGroupSelector(placement.placementGroup) }),
    ...(placement.efaInterfaces === undefined
      ? {}
      : { networkInterfaces: networkInterfaces(placement.efaInterfaces) }),
    blockDeviceMappings: blockDeviceMappings(ami, profile.rootVolume, placement.volumeKeyAlias),
    ...instanceStorePolicy(ami, profile.instanceStore),
    ...userData(ami),
    // Karpenter's own defaults, written out because the policy pack and auditors look for them.
    // Hop limit 1: pods have no business with the node's credentials.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
    },
    associatePublicIPAddress: false,
    tags: placement.tags,
  };
}

/** The tags that the network and the cluster of this program carry. */
function ownNetwork(clusterName: string): NodeDiscovery {
  const tags = { "karpenter.sh/discovery": clusterName };
  return {
    subnetSelectorTerms: [{ tags: { ...tags, "network-type": "private" } }],
    securityGroupSelectorTerms: [{ tags }],
  };
}

/**
 * The node's own interface, and on each network card one that carries EFA traffic alone and takes no address.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
 */
function networkInterfaces(efaInterfaces: number) {
  return [
    { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
    ...Array.from({ length: efaInterfaces }, (_, card) => ({
      networkCardIndex: card,
      deviceIndex: 1,
      interfaceType: "efa-only",
    })),
  ];
}

function placementGroupSelector({ name, id }: PlacementGroupTerm) {
  return name === undefined ? { id } : { name };
}
