import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { addonsAfterNodes, addonsBeforeNodes } from "../components/cluster/addon-settings.builder";
import { ClusterAddons } from "../components/cluster/cluster-addons";
import { EksCluster } from "../components/cluster/eks-cluster";
import { ServiceAccountRole } from "../components/cluster/service-account-role";
import { SystemNodes } from "../components/cluster/system-nodes";
import { GpuOperator } from "../components/gpu-operator/gpu-operator";
import { Karpenter } from "../components/karpenter/karpenter";
import { karpenterNodeRoleName } from "../components/karpenter/names";
import { Network } from "../components/network/network";
import { NeuronDevicePlugin } from "../components/neuron/neuron-device-plugin";
import { NodeClass } from "../components/node-pools/node-class";
import { NodePoolTier } from "../components/node-pools/node-pool-tier";
import { partitionOf } from "../components/shared/partition";
import { neuronResource, nvidiaGpuResource } from "../scheduling/resource-names";
import { poolsWith } from "./accelerator-pools";
import type { PlatformOutputs } from "./outputs";
import { awsProvider, kubernetesProvider } from "./providers";
import type { PlatformSpec } from "./spec";

/**
 * What is created before what; torn down in reverse. Every arrow between components stands here:
 *
 *   network → cluster → add-ons that nodes need → system nodes → add-ons that need nodes
 *     → Karpenter → operators → node classes → NodePools
 *
 * Torn down in any other order accelerators are left running: a NodePool needs Karpenter to drain it,
 * Karpenter needs its role and a node to run on, a node needs its network plug-in until it is gone.
 */
export function createPlatform(spec: PlatformSpec): PlatformOutputs {
  const { config } = spec;
  const provider = awsProvider(spec);
  const inAws = { providers: [provider] };

  const network = createNetwork(spec, inAws);
  const cluster = createCluster(spec, network, inAws);
  const nodes = createNodes(spec, network, cluster, inAws);

  const kubernetes = kubernetesProvider(spec, cluster.kubeconfig, { dependsOn: [nodes] });
  const inCluster = { providers: [provider, kubernetes] };

  // Asked for only where the stack file does not say: an answer of AWS is one more thing to wait for.
  const accountId = config.accountId ?? aws.getCallerIdentityOutput({}, { provider }).accountId;
  const karpenter = createKarpenter(spec, cluster, accountId, { ...inCluster, dependsOn: [nodes] });
  const operators = createOperators(spec, { ...inCluster, dependsOn: [karpenter] });
  createTiers(spec, { ...inCluster, dependsOn: [karpenter, ...operators] });

  return {
    clusterName: cluster.clusterName,
    region: config.region,
    kubeconfig: cluster.kubeconfig,
    vpcId: network.vpcId,
    nodeRoleName: karpenter.nodeRoleName,
    interruptionQueueName: karpenter.queueName,
    nodePools: spec.tiers.map((tier) => tier.name),
  };
}

function createNetwork(spec: PlatformSpec, opts: pulumi.ComponentResourceOptions): Network {
  const { config, clusterName, protect } = spec;
  return new Network(
    "network",
    {
      cidr: config.network.cidr,
      zones: config.network.zones,
      natGateways: config.network.natGateways,
      interfaceEndpoints: config.network.interfaceEndpoints,
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
      privateAccessCidrs: config.cluster.privateAccessCidrs ?? [config.network.cidr],
      supportType: config.cluster.supportType,
      administrators: config.cluster.administrators,
      protect,
      tags,
    },
    // Routes and endpoints have no data in common with the cluster, and have to outlast it.
    { ...opts, dependsOn: [network] },
  );
}

/** Add-ons, system nodes, add-ons: what stands when Karpenter may come. Returns the last of them. */
function createNodes(
  spec: PlatformSpec,
  network: Network,
  cluster: EksCluster,
  opts: pulumi.ComponentResourceOptions,
): ClusterAddons {
  const { config, tags } = spec;
  const { clusterName } = cluster;
  const versions = config.versions.addons;
  const before = new ClusterAddons(
    "addons-before-nodes",
    { clusterName, addons: addonsBeforeNodes, versions },
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
      subnetIds: network.privateSubnetIds,
      tags,
    },
    // A node without its network plug-in never becomes Ready, and at destroy leaves interfaces behind;
    // without routes and endpoints it reaches neither the API server nor its images.
    { ...opts, dependsOn: [before, network] },
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
      addons: addonsAfterNodes,
      versions,
      roleArns: { "aws-ebs-csi-driver": volumes.roleArn },
    },
    // Their pods need a node to become ready; nothing but time links them.
    { ...opts, dependsOn: [nodes] },
  );
}

function createKarpenter(
  spec: PlatformSpec,
  cluster: EksCluster,
  accountId: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): Karpenter {
  const { config, clusterName, protect, tags } = spec;
  return new Karpenter(
    "karpenter",
    {
      clusterName,
      clusterArn: cluster.clusterArn,
      region: config.region,
      partition: partitionOf(config.region),
      accountId,
      version: config.versions.karpenter,
      identity:
        config.karpenter.identity === "irsa"
          ? {
              kind: "irsa",
              oidcProviderArn: cluster.oidcProviderArn,
              oidcIssuer: cluster.oidcIssuer,
            }
          : { kind: "pod-identity" },
      protect,
      tags,
    },
    opts,
  );
}

/**
 * The agents of the accelerators that the stack has. Their values come from all tiers there are, not from
 * those of the stack: when a tier is removed the agents are updated first and the pool deleted last, and
 * an agent that no longer tolerates the pool would leave its nodes while they are drained.
 */
function createOperators(
  spec: PlatformSpec,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const { versions } = spec.config;
  const operators: pulumi.Resource[] = [];
  if (spec.tiers.some(({ profile }) => profile.accelerator === nvidiaGpuResource)) {
    const pools = poolsWith(nvidiaGpuResource);
    operators.push(new GpuOperator("gpu-operator", { version: versions.gpuOperator, pools }, opts));
  }
  if (spec.tiers.some(({ profile }) => profile.accelerator === neuronResource)) {
    const pools = poolsWith(neuronResource);
    operators.push(new NeuronDevicePlugin("neuron", { version: versions.neuron, pools }, opts));
  }
  return operators;
}

function createTiers(spec: PlatformSpec, opts: pulumi.ComponentResourceOptions): void {
  const classes = new Map(
    spec.nodeClasses.map(({ name, profile, amiAlias }) => [
      name,
      new NodeClass(
        `node-class-${name}`,
        {
          name,
          profile,
          amiAlias,
          clusterName: spec.clusterName,
          nodeRoleName: karpenterNodeRoleName(spec.clusterName),
          tags: spec.tags,
          tiers: spec.tiers.filter((tier) => tier.nodeClass === name),
        },
        opts,
      ),
    ]),
  );
  for (const tier of spec.tiers) {
    const nodeClass = classes.get(tier.nodeClass);
    new NodePoolTier(
      tier.name,
      { tier },
      // The pool names its class as text. A class with live NodeClaims does not finish deleting.
      { ...opts, dependsOn: nodeClass === undefined ? [] : [nodeClass] },
    );
  }
}
