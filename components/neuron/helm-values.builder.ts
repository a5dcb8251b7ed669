import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { systemNodeSelector, systemNodeToleration } from "../shared/controller-placement";

/** The second scheduler that keeps a pod's Neuron devices next to each other. */
export interface NeuronSchedulerExtension {
  /** What a pod says in `schedulerName` to be placed by it. */
  readonly schedulerName: string;
  /** Tag of the EKS Distro kube-scheduler image; its Kubernetes minor has to be the cluster's. */
  readonly kubeSchedulerImageTag: string;
}

/** A pool that may launch Neuron nodes. */
export interface NeuronPool extends TaintedPool {
  /** Every instance type that it can launch. */
  readonly instanceTypes: readonly string[];
}

export interface NeuronSettings {
  readonly pools: readonly NeuronPool[];
  /**
   * Run the scheduler extension. Needed only where a pod takes part of a node's devices; Karpenter does not know its
   * rules and may launch a node that the extension then refuses.
   * @default none
   */
  readonly schedulerExtension?: NeuronSchedulerExtension;
}

/**
 * Values of the `neuron-helm-chart`.
 *
 * The device plugin runs only on the instance types of a list. The chart's own list is fixed at its release, so a type
 * that a pool launches and the list lacks would be a node that never advertises `aws.amazon.com/neuron`; the list is
 * therefore what the pools can launch, and nothing else.
 *
 * @see https://github.com/aws-neuron/neuron-helm-charts
 * @throws when there is no instance type: Kubernetes refuses an empty list in a node affinity
 */
export function neuronValues(settings: NeuronSettings) {
  const instanceTypes = settings.pools.flatMap((pool) => pool.instanceTypes);
  const neuronInstances = [...new Set(instanceTypes)].sort();
  if (neuronInstances.length === 0) {
    throw new Error(
      "pools: nothing to launch, got no instance type; expected one or more in some pool; leave the device plugin out of a stack without Neuron pools",
    );
  }
  return {
    neuronInstances,
    devicePlugin: {
      enabled: true,
      tolerations: agentTolerations(devicePluginTolerations, settings.pools),
    },
    scheduler: schedulerValues(settings.schedulerExtension),
    // The node problem detector goes to the namespace neuron-healthcheck-system, which the chart does not make, and
    // its recovery acts on Auto Scaling groups, which Karpenter's nodes have none of.
    npd: { enabled: false },
  };
}

/** The chart's own entries. A list replaces the chart's, so they are said again. */
const devicePluginTolerations: readonly Toleration[] = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { key: "aws.amazon.com/neuron", operator: "Exists", effect: "NoSchedule" },
  {
    key: "sagemaker.amazonaws.com/node-health-status",
    operator: "Equal",
    value: "Unschedulable",
    effect: "NoSchedule",
  },
];

function schedulerValues(extension: NeuronSchedulerExtension | undefined) {
  if (extension === undefined) return { enabled: false };
  return {
    enabled: true,
    ...onSystemNodes,
    customScheduler: {
      enabled: true,
      fullnameOverride: extension.schedulerName,
      image: { tag: extension.kubeSchedulerImageTag },
      ...onSystemNodes,
    },
  };
}

/** Extension and scheduler are two Deployments with a placement each; neither tolerates anything by default. */
const onSystemNodes = {
  nodeSelector: { ...systemNodeSelector },
  tolerations: [systemNodeToleration],
} as const;
