import type { ClusterAccess } from "../../components/cluster/kubeconfig.builder";
import type {
  DiscoveryTerm,
  NodeDiscovery,
} from "../../components/node-pools/ec2-node-class.builder";
import type { ControllerPlacement } from "../../components/shared/controller-placement";
import type { PlatformConfig } from "../config/schema";
import { controlPlaneZones, systemNodeZones } from "./cluster-zones";

/** Where the stack's cluster comes from. */
export type ClusterSpec = NewClusterSpec | ExistingClusterSpec;

/** A cluster that the stack creates, in a network that it creates. */
export interface NewClusterSpec {
  readonly kind: "new";
  readonly network: Omit<PlatformConfig["network"], "controlPlaneZones"> & {
    readonly cidr: string;
    readonly controlPlaneZones: readonly string[];
    readonly systemNodeZones: readonly string[];
  };
  readonly addonVersions: Readonly<NonNullable<PlatformConfig["versions"]["addons"]>>;
}

/** A cluster that exists already. The stack neither creates nor removes it. */
export interface ExistingClusterSpec {
  readonly kind: "existing";
  /** How Karpenter finds subnets and security groups for the nodes. */
  readonly discovery: NodeDiscovery;
  /** Nodes on which Karpenter and the operators run. */
  readonly placement: ControllerPlacement;
  /** How the Kubernetes API is reached. */
  readonly access: ClusterAccess;
}

/**
 * The cluster of a checked configuration.
 *
 * @throws Error when the configuration was not checked: a new cluster without a range or without add-ons
 */
export function clusterSpec({ cluster, network, versions }: PlatformConfig): ClusterSpec {
  if (cluster.existing !== undefined) return existingCluster(cluster.existing, cluster.name);
  const { cidr } = network;
  if (cidr === undefined || versions.addons === undefined) {
    throw new Error("network.cidr and versions.addons are needed for a new cluster");
  }
  return {
    kind: "new",
    network: {
      ...network,
      cidr,
      controlPlaneZones: controlPlaneZones(network),
      systemNodeZones: systemNodeZones(network),
    },
    addonVersions: versions.addons,
  };
}

type ExistingClusterConfig = NonNullable<PlatformConfig["cluster"]["existing"]>;

function existingCluster(existing: ExistingClusterConfig, name: string): ExistingClusterSpec {
  const byName = [{ tags: { "karpenter.sh/discovery": name } }];
  return {
    kind: "existing",
    discovery: {
      subnetSelectorTerms: termsOf(existing.subnets) ?? byName,
      securityGroupSelectorTerms: termsOf(existing.securityGroups) ?? byName,
    },
    placement: existing.controllers,
    access: existing.access,
  };
}

/** A resource has to match one term. Each id is a term; all tags together are one term. */
function termsOf(selector: ExistingClusterConfig["subnets"]): readonly DiscoveryTerm[] | undefined {
  if (selector === undefined) return undefined;
  const { ids, tags } = selector;
  return tags === undefined ? (ids ?? []).map((id) => ({ id })) : [{ tags }];
}
