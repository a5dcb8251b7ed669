import type * as pulumi from "@pulumi/pulumi";

import {
  addonsAfterNodes,
  addonsBeforeNodes,
  type AddonName,
} from "../../components/cluster/addon-settings.builder";
import { ClusterAddons, type PinnedAddon } from "../../components/cluster/cluster-addons";
import { EksCluster } from "../../components/cluster/eks-cluster";
import { ServiceAccountRole } from "../../components/cluster/service-account-role";
import { SystemNodes } from "../../components/cluster/system-nodes";
import type { VolumeKey } from "../../components/cluster/volume-key";
import { Network } from "../../components/network/network";
import { partitionOf } from "../../components/shared/partition";
import type { NewClusterSpec } from "../resolved/cluster-spec";
import type { PlatformCluster } from "./platform-cluster";
import type { PlatformSpec } from "../resolved/platform-spec";
import { createVolumeKey } from "./volume-key";

/**
 * Creates a cluster in a new network. All dependencies between its parts are in this file:
 *
 *   network → cluster → add-ons that nodes need, key for volumes → system nodes → add-ons that need nodes
 */
export function createNewCluster(
  spec: PlatformSpec,
  { network: range, addonVersions }: NewClusterSpec,
  accountId: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): PlatformCluster {
  const network = createNetwork(spec, range, opts);
  const cluster = createCluster(spec, network, range.cidr, opts);
  const volumeKey = createVolumeKey(spec, accountId, opts);
  const nodes = createNodes(spec, network, cluster, addonVersions, volumeKey, opts);
  const { clusterName, clusterArn, kubeconfig, oidcProviderArn, oidcIssuer } = cluster;
  return {
    clusterName,
    clusterArn,
    kubeconfig,
    vpcId: network.vpcId,
    controllerIdentity:
      spec.config.karpenter.identity === "irsa"
        ? { kind: "irsa", oidcProviderArn, oidcIssuer }
        : { kind: "pod-identity" },
    ready: [nodes],
  };
}

function createNetwork(
  { config, clusterName, protect }: PlatformSpec,
  range: NewClusterSpec["network"],
  opts: pulumi.ComponentResourceOptions,
): Network {
  return new Network(
    "network",
    {
      cidr: range.cidr,
      podCidrs: range.podCidrs ?? [],
      zones: range.zones,
      controlPlaneZones: range.controlPlaneZones,
      systemNodeZones: range.systemNodeZones,
      natGateways: range.natGateways,
      interfaceEndpoints: range.interfaceEndpoints,
      region: config.region,
      clusterName,
      protect,
    },
    opts,
  );
}

function createCluster(
  spec: PlatformSpec,
  network: Network,
  cidr: string,
  opts: pulumi.ComponentResourceOptions,
): EksCluster {
  const { config, clusterName, protect, tags } = spec;
  return new EksCluster(
    "cluster",
    {
      clusterName,
      region: config.region,
      kubernetesVersion: config.versions.kubernetes,
      vpcId: network.vpcId,
      controlPlaneSubnetIds: network.intraSubnetIds,
      publicAccessCidrs: config.cluster.publicAccessCidrs,
      privateAccessCidrs: config.cluster.privateAccessCidrs ?? [cidr],
      supportType: config.cluster.supportType,
      administrators: config.cluster.administrators,
      protect,
      tags,
    },
    // The cluster takes no value from routes and endpoints, but they have to be deleted after it.
    { ...opts, dependsOn: [network] },
  );
}

/** Creates add-ons, then system nodes, then the add-ons that need nodes, and returns these last add-ons. */
function createNodes(
  spec: PlatformSpec,
  network: Network,
  cluster: EksCluster,
  versions: NewClusterSpec["addonVersions"],
  volumeKey: VolumeKey | undefined,
  opts: pulumi.ComponentResourceOptions,
): ClusterAddons {
  const { config, tags } = spec;
  const { clusterName } = cluster;
  const before = new ClusterAddons(
    "addons-before-nodes",
    { clusterName, addons: pinned(addonsBeforeNodes, versions) },
    { ...opts, dependsOn: [cluster] },
  );
  const nodes = new SystemNodes(
    "system-nodes",
    {
      clusterName,
      region: config.region,
      kubernetesVersion: config.versions.kubernetes,
      instanceType: config.cluster.systemNodes.instanceType,
      count: config.cluster.systemNodes.count,
      ...(config.cluster.systemNodes.releaseVersion === undefined
        ? {}
        : { releaseVersion: config.cluster.systemNodes.releaseVersion }),
      ...(volumeKey === undefined ? {} : { volumeKeyArn: volumeKey.keyArn }),
      subnetIds: network.systemNodeSubnetIds,
      tags,
    },
    // Without its network plug-in a node never becomes Ready, and at destroy it leaves network interfaces behind.
    // Without routes and endpoints it reaches neither the API server nor its images.
    // Without the key of its volume it does not start.
    { ...opts, dependsOn: [before, network, ...(volumeKey === undefined ? [] : [volumeKey])] },
  );
  const volumes = new ServiceAccountRole(
    "ebs-csi",
    {
      description: "EBS CSI driver",
      oidcProviderArn: cluster.oidcProviderArn,
      oidcIssuer: cluster.oidcIssuer,
      namespace: "kube-system",
      serviceAccount: "ebs-csi-controller-sa",
      policyArn: `arn:${partitionOf(config.region)}:iam::aws:policy/AmazonEBSCSIDriverPolicyV2`,
    },
    opts,
  );
  return new ClusterAddons(
    "addons-after-nodes",
    {
      clusterName,
      addons: pinned(addonsAfterNodes(config.cluster.nodeMonitoring), versions),
      roleArns: { "aws-ebs-csi-driver": volumes.roleArn },
    },
    // Their pods need a node to become ready, but no value of the nodes goes into them.
    { ...opts, dependsOn: [nodes] },
  );
}

/** Add-ons with their versions. The checks report an add-on that needs a version and has none. */
function pinned(
  names: readonly AddonName[],
  versions: NewClusterSpec["addonVersions"],
): readonly PinnedAddon[] {
  return names.flatMap((name) => {
    const version = versions[name];
    return version === undefined ? [] : [{ name, version }];
  });
}
