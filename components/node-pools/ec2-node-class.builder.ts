import {
  amiSelection,
  blockDeviceMappings,
  instanceStorePolicy,
  type NodeAmi,
} from "./node-ami.builder";
import type { NodeClassProfile } from "./node-class-profiles";
import { userData } from "./user-data.builder";

/**
 * What an EC2NodeClass needs in addition to its profile. All values are plain, so policies can read them at preview.
 */
export interface NodeClassPlacement {
  /** Value of the tag `karpenter.sh/discovery` on the subnets and on the security group. */
  readonly clusterName: string;
  /**
   * Subnets and security groups of the nodes, in a network that the program did not make.
   * @default the private subnets and the security group with the cluster's discovery tag
   */
  readonly discovery?: NodeDiscovery | undefined;
  /** Name of the nodes' IAM role. */
  readonly nodeRoleName: string;
  readonly ami: NodeAmi;
  /** Key for the volumes, as `alias/<name>`. Default: the account's default key for EBS. */
  readonly volumeKeyAlias?: string;
  /** Tags of instances and volumes. The default tags of the AWS provider do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Capacity reservations and capacity blocks that nodes may use. */
  readonly capacityReservations: readonly CapacityReservationTerm[];
  readonly placementGroup?: PlacementGroupTerm;
  /** Number of EFA interfaces on every node, one for each network card. */
  readonly efaInterfaces?: number;
  /**
   * The network card of the first EFA interface.
   * @default 0
   */
  readonly firstEfaCard?: number;
  /**
   * Whether the nodes reserve huge pages, which workloads with EFA request.
   * @default false
   */
  readonly hugePages?: boolean;
}

/** How Karpenter finds subnets and security groups for nodes. An object is found if one term of the list matches. */
export interface NodeDiscovery {
  readonly subnetSelectorTerms: readonly DiscoveryTerm[];
  readonly securityGroupSelectorTerms: readonly DiscoveryTerm[];
}

/** Selects by id, or by tags that all have to match. */
export type DiscoveryTerm =
  | { readonly id: string; readonly tags?: undefined }
  | { readonly tags: Readonly<Record<string, string>>; readonly id?: undefined };

/** Selects capacity reservations by id, or by their properties. */
export interface CapacityReservationTerm {
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Account that owns the reservations, if it shares them with this account. */
  readonly ownerID?: string;
  readonly instanceMatchCriteria?: "open" | "targeted";
}

/** Selects one placement group. */
export type PlacementGroupTerm =
  | { readonly name: string; readonly id?: undefined }
  | { readonly id: string; readonly name?: undefined };

/**
 * The spec of an EC2NodeClass.
 *
 * With an AMI alias one class is enough for CPU, NVIDIA and Neuron types: Karpenter selects the AMI variant by type.
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
      : { networkInterfaces: networkInterfaces(placement.efaInterfaces, placement.firstEfaCard) }),
    blockDeviceMappings: blockDeviceMappings(ami, profile.rootVolume, placement.volumeKeyAlias),
    ...instanceStorePolicy(ami, profile.instanceStore),
    ...userData(ami, { hugePages: placement.hugePages ?? false }),
    // These are Karpenter's defaults. They are written out because the policy pack and auditors check them.
    // With hop limit 1 no pod can reach the credentials of the node.
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

/** Selects by the tags that this program sets on its network and cluster. */
function ownNetwork(clusterName: string): NodeDiscovery {
  const tags = { "karpenter.sh/discovery": clusterName };
  return {
    subnetSelectorTerms: [{ tags: { ...tags, "network-type": "private" } }],
    securityGroupSelectorTerms: [{ tags }],
  };
}

/**
 * The primary interface of the node, and one interface on each network card that carries only EFA traffic and has no
 * address.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
 */
function networkInterfaces(efaInterfaces: number, firstCard = 0) {
  return [
    { networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" },
    ...Array.from({ length: efaInterfaces }, (_, index) => ({
      networkCardIndex: firstCard + index,
      // On card 0 the primary interface has index 0.
      deviceIndex: firstCard + index === 0 ? 1 : 0,
      interfaceType: "efa-only",
    })),
  ];
}

function placementGroupSelector({ name, id }: PlacementGroupTerm) {
  return name === undefined ? { id } : { name };
}
