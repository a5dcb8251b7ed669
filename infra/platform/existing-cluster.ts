import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import {
  type ExistingCluster,
  readExistingCluster,
} from "../../components/cluster/existing-cluster";
import type { ControllerIdentity } from "../../components/karpenter/controller-role";
import type { ExistingClusterSpec } from "../resolved/cluster-spec";
import type { PlatformCluster } from "./platform-cluster";
import type { PlatformSpec } from "../resolved/platform-spec";
import { createVolumeKey } from "./volume-key";

/**
 * Reads the existing cluster of this name. It has its network, its add-ons and nodes for Karpenter already.
 *
 * @throws RunError with every reason why the stack cannot use the cluster, before a resource is created
 */
export async function adoptCluster(
  spec: PlatformSpec,
  { access, discovery, placement }: ExistingClusterSpec,
  accountId: pulumi.Input<string>,
  provider: aws.Provider,
): Promise<PlatformCluster> {
  const { config, clusterName } = spec;
  const cluster = await readExistingCluster(
    {
      clusterName,
      region: config.region,
      kubernetesVersion: config.versions.kubernetes,
      identity: config.karpenter.identity,
      zones: config.network.zones,
      discovery,
      access,
    },
    { provider },
  );
  const volumeKey = createVolumeKey(spec, accountId, { providers: [provider] });
  return {
    clusterName: pulumi.output(clusterName),
    clusterArn: pulumi.output(cluster.clusterArn),
    kubeconfig: pulumi.output(cluster.kubeconfig),
    vpcId: pulumi.output(cluster.vpcId),
    controllerIdentity: identityOf(cluster),
    placement,
    discovery,
    ready: volumeKey === undefined ? [] : [volumeKey],
  };
}

/** readExistingCluster has refused a cluster that lacks the identity of the stack. */
function identityOf({ oidcProviderArn, oidcIssuer }: ExistingCluster): ControllerIdentity {
  return oidcProviderArn === undefined
    ? { kind: "pod-identity" }
    : { kind: "irsa", oidcProviderArn, oidcIssuer };
}
