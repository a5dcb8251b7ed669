import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import {
  type ControllerPlacement,
  offKarpenterNodes,
  systemNodeSelector,
  systemNodeToleration,
} from "../shared/controller-placement";

/** A second scheduler, which gives a pod Neuron devices that are next to each other. */
export interface NeuronSchedulerExtension {
  /** Value of a pod's `schedulerName` that selects this scheduler. */
  readonly schedulerName: string;
  /** Tag of the EKS Distro kube-scheduler image. Its Kubernetes minor version has to match the cluster. */
  readonly kubeSchedulerImageTag: string;
}

/** A pool that can launch Neuron nodes. */
interface NeuronPool extends TaintedPool {
  /** Every instance type that it can launch. */
  readonly instanceTypes: readonly string[];
}

export interface NeuronSettings {
  readonly pools: readonly NeuronPool[];
  /**
   * Runs the scheduler extension. Only pods that use some of a node's devices need it. Karpenter does not know the
   * rules of the extension, so it may launch a node that the extension then refuses.
   * @default no extension
   */
  readonly schedulerExtension?: NeuronSchedulerExtension | undefined;
  /**
   * Nodes for the extension. Nodes of Karpenter are excluded.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
}

/**
 * Values of the `neuron-helm-chart`.
 *
 * The device plugin runs only on the instance types in a list. The list in the chart is as old as the chart. A node
 * of a newer type would never advertise `aws.amazon.com/neuron`. So the values list exactly the types that the pools
 * can launch.
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
    scheduler: schedulerValues(settings),
    // The node problem detector needs the namespace neuron-healthcheck-system, which the chart does not create. Its
    // recovery works on Auto Scaling groups, and Karpenter's nodes belong to none.
    npd: { enabled: false },
  };
}

/** Default entries of the chart. A list in values replaces the chart's list, so they are repeated here. */
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

/** Extension and scheduler are two Deployments. Each needs its placement, and neither tolerates any taint by default. */
function schedulerValues({
  schedulerExtension: extension,
  placement,
}: Pick<NeuronSettings, "schedulerExtension" | "placement">) {
  if (extension === undefined) return { enabled: false };
  const nodes =
    placement === undefined ? onSystemNodes : { ...placement, affinity: offKarpenterNodes };
  return {
    enabled: true,
    ...nodes,
    customScheduler: {
      enabled: true,
      fullnameOverride: extension.schedulerName,
      image: { tag: extension.kubeSchedulerImageTag },
      ...nodes,
    },
  };
}

const onSystemNodes = {
  nodeSelector: { ...systemNodeSelector },
  tolerations: [systemNodeToleration],
} as const;
