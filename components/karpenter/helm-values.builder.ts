import type * as pulumi from "@pulumi/pulumi";

import { type ControllerPlacement, systemNodeSelector } from "../shared/controller-placement";

/** Karpenter's feature gates, by their names in the chart. Alpha gates may change in any release. */
export interface KarpenterFeatureGates {
  /** Uses On-Demand capacity reservations and capacity blocks (beta). */
  readonly reservedCapacity: boolean;
  /** Replaces a Spot node by a cheaper Spot node (alpha). */
  readonly spotToSpotConsolidation: boolean;
  /** Replaces nodes that report themselves as unhealthy. Disruption budgets do not limit this (alpha). */
  readonly nodeRepair: boolean;
  /** Reads NodeOverlay objects, which change price or capacity of instance types (alpha). */
  readonly nodeOverlay: boolean;
  /** Allows NodePools with `replicas` (alpha). */
  readonly staticCapacity: boolean;
  /** Reads CapacityBuffer objects, which keep spare capacity (alpha). */
  readonly capacityBuffer: boolean;
}

/**
 * The defaults of Karpenter's chart. They are always set, so a newer chart with other defaults changes nothing unnoticed.
 */
export const defaultFeatureGates: KarpenterFeatureGates = {
  reservedCapacity: true,
  spotToSpotConsolidation: false,
  nodeRepair: false,
  nodeOverlay: false,
  staticCapacity: false,
  capacityBuffer: false,
};

export interface KarpenterControllerSettings {
  readonly clusterName: string;
  readonly region: string;
  /** Name of the interruption queue. Karpenter learns about Spot interruptions from it. */
  readonly queueName: string;
  /** Name of the controller's service account. Its AWS identity is bound to this name. */
  readonly serviceAccount: string;
  /** Role in the service account's annotation (IRSA). Absent with Pod Identity, which needs no annotation. */
  readonly serviceAccountRoleArn?: pulumi.Input<string>;
  readonly featureGates: KarpenterFeatureGates;
  /**
   * Labels of the ServiceMonitor, for a Prometheus that selects monitors by label.
   * @default no ServiceMonitor
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>> | undefined;
  /**
   * Nodes for the controller. Karpenter's own nodes are excluded.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
}

/**
 * Values of the `karpenter` chart.
 *
 * Priority class, affinities and zone spread keep the defaults of the chart: the controller does not run on nodes
 * that Karpenter launched, and its two replicas run on two nodes in two zones. On the system nodes the tolerations
 * are also the chart's: it tolerates `CriticalAddonsOnly`.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/charts/karpenter/values.yaml
 */
export function karpenterControllerValues(settings: KarpenterControllerSettings) {
  return {
    serviceAccount: {
      create: true,
      name: settings.serviceAccount,
      annotations: roleAnnotation(settings.serviceAccountRoleArn),
    },
    replicas: 2,
    ...placementValues(settings.placement),
    controller: {
      // Without this variable the controller asks the instance metadata service, which a pod cannot reach with hop
      // limit 1, and panics.
      env: [{ name: "AWS_REGION", value: settings.region }],
      resources: { requests: controllerSize, limits: controllerSize },
    },
    settings: {
      clusterName: settings.clusterName,
      interruptionQueue: settings.queueName,
      featureGates: { ...settings.featureGates },
    },
    ...monitorValues(settings.serviceMonitorLabels),
  };
}

/**
 * Values of the `karpenter-crd` chart. They keep the CRDs when the chart is uninstalled. Otherwise Helm would delete
 * the CRDs, with them every NodePool and NodeClaim, and so every node of Karpenter.
 */
export function karpenterCrdValues() {
  return { additionalAnnotations: { "helm.sh/resource-policy": "keep" } };
}

/** The chart renders the monitor only where the cluster has its CRD. */
function monitorValues(labels: Readonly<Record<string, string>> | undefined) {
  if (labels === undefined) return {};
  return { serviceMonitor: { enabled: true, additionalLabels: { ...labels } } };
}

function placementValues(placement: ControllerPlacement | undefined) {
  const linux = { "kubernetes.io/os": "linux" };
  if (placement === undefined) return { nodeSelector: { ...linux, ...systemNodeSelector } };
  const { nodeSelector, tolerations } = placement;
  return { nodeSelector: { ...linux, ...nodeSelector }, tolerations };
}

/** Size of the controller in Karpenter's documentation. Requests equal limits, so the pod is evicted last. */
const controllerSize = { cpu: "1", memory: "1Gi" } as const;

function roleAnnotation(roleArn: pulumi.Input<string> | undefined) {
  return roleArn === undefined ? {} : { "eks.amazonaws.com/role-arn": roleArn };
}
