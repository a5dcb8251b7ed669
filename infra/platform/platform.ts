import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import type * as pulumi from "@pulumi/pulumi";

import { SpotServiceLinkedRole } from "../../components/cluster/spot-service-linked-role";
import { volumeKeyAlias } from "../../components/cluster/volume-key";
import { EfaDevicePlugin } from "../../components/efa/efa-device-plugin";
import { Karpenter } from "../../components/karpenter/karpenter";
import { karpenterNodeRoleName } from "../../components/karpenter/aws-names";
import { NeuronDevicePlugin } from "../../components/neuron/neuron-device-plugin";
import { NodeClass } from "../../components/node-pools/node-class";
import { NodePoolTier } from "../../components/node-pools/node-pool-tier";
import { partitionOf } from "../../components/shared/partition";
import { neuronResource } from "../../scheduling/catalogue/resource-names";
import { acceleratorSoftware } from "../resolved/accelerator-software";
import { allPools, poolsWith } from "../resolved/accelerator-pools";
import { refuseUnfitZones } from "./account-zones";
import { adoptCluster } from "./existing-cluster";
import { createNewCluster } from "./new-cluster";
import { featureGatesFor } from "../resolved/feature-gates";
import { createGpuAgents } from "./gpu-agents";
import type { PlatformOutputs } from "./outputs";
import type { PlatformCluster } from "./platform-cluster";
import { awsProvider, kubernetesProvider } from "./providers";
import type { PlatformSpec } from "../resolved/platform-spec";

/**
 * Creates the platform. The order of components is defined here and in `new-cluster.ts`; deletion goes in reverse:
 *
 *   cluster with the needs of its nodes → Karpenter → operators → node classes → NodePools
 *
 * Deletion in another order would leave accelerators running: a NodePool needs Karpenter to drain it, Karpenter needs its role
 * and a node to run on, and a node needs its network plug-in until it is gone.
 */
export async function createPlatform(spec: PlatformSpec): Promise<PlatformOutputs> {
  const { config } = spec;
  const provider = awsProvider(spec);
  const inAws = { providers: [provider] };
  if (spec.cluster.kind === "new") await refuseUnfitZones(config, provider);

  // The stack file saves a call to AWS when it names the account.
  const accountId = config.accountId ?? getCallerIdentityOutput({}, { provider }).accountId;
  const cluster =
    spec.cluster.kind === "new"
      ? createNewCluster(spec, spec.cluster, accountId, inAws)
      : await adoptCluster(spec, spec.cluster, accountId, provider);
  const { ready } = cluster;

  const kubernetes = kubernetesProvider(spec, cluster.kubeconfig, { dependsOn: [...ready] });
  const inCluster = { providers: [provider, kubernetes] };

  const spotRole = config.cluster.ownsSpotServiceLinkedRole
    ? [new SpotServiceLinkedRole("spot", inAws)]
    : [];
  const karpenter = createKarpenter(spec, cluster, accountId, {
    ...inCluster,
    dependsOn: [...ready, ...spotRole],
  });
  const operators = createOperators(spec, cluster, { ...inCluster, dependsOn: [karpenter] });
  createTiers(spec, cluster, { ...inCluster, dependsOn: [karpenter, ...operators] });

  return {
    clusterName: cluster.clusterName,
    region: config.region,
    kubeconfig: cluster.kubeconfig,
    vpcId: cluster.vpcId,
    nodeRoleName: karpenter.nodeRoleName,
    interruptionQueueName: karpenter.queueName,
    nodePools: spec.tiers.map((tier) => tier.name),
  };
}

function createKarpenter(
  spec: PlatformSpec,
  cluster: PlatformCluster,
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
      identity: cluster.controllerIdentity,
      placement: cluster.placement,
      featureGates: featureGatesFor(spec),
      serviceMonitorLabels: config.monitoring.serviceMonitorLabels,
      protect,
      tags,
    },
    opts,
  );
}

/**
 * Installs the agents for the accelerators of the stack. Their values come from all tiers, not from the tiers of the stack: when
 * a tier is removed, the agents are updated first and the pool is deleted last. An agent that no longer tolerated the pool
 * would leave its nodes while they are drained.
 */
function createOperators(
  spec: PlatformSpec,
  { placement }: PlatformCluster,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const { versions } = spec.config;
  const needed = acceleratorSoftware(spec);
  const operators: pulumi.Resource[] = [];
  if (needed.gpu) {
    operators.push(createGpuAgents(spec, placement, opts));
  }
  if (needed.neuron) {
    const pools = poolsWith(neuronResource);
    operators.push(
      new NeuronDevicePlugin(
        "neuron",
        {
          version: versions.neuron,
          pools,
          schedulerExtension: spec.config.neuron.schedulerExtension,
          placement,
        },
        opts,
      ),
    );
  }
  if (needed.efa) {
    const pools = allPools();
    const { region } = spec.config;
    operators.push(
      new EfaDevicePlugin("efa", { version: versions.efaDevicePlugin, region, pools }, opts),
    );
  }
  return operators;
}

function createTiers(
  spec: PlatformSpec,
  { discovery }: PlatformCluster,
  opts: pulumi.ComponentResourceOptions,
): void {
  const classes = new Map(
    spec.nodeClasses.map((nodeClass) => [
      nodeClass.name,
      new NodeClass(
        `node-class-${nodeClass.name}`,
        {
          ...nodeClass,
          clusterName: spec.clusterName,
          discovery,
          nodeRoleName: karpenterNodeRoleName(spec.clusterName),
          ...(spec.config.cluster.volumeKey === "own"
            ? { volumeKeyAlias: volumeKeyAlias(spec.clusterName) }
            : {}),
          tags: spec.tags,
          tiers: spec.tiers.filter((tier) => tier.nodeClass === nodeClass.name),
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
      // The pool refers to its class by name. The deletion of a class waits for its NodeClaims to end.
      { ...opts, dependsOn: nodeClass === undefined ? [] : [nodeClass] },
    );
  }
}
