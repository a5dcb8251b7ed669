import type * as pulumi from "@pulumi/pulumi";

import { type ControllerPlacement, systemNodeSelector } from "../shared/controller-placement";

/** Karpenter's feature gates, by the names in its chart. Alpha ones may change in any release. */
export interface KarpenterFeatureGates {
  /** Use of On-Demand capacity reservations and capacity blocks (beta). */
  readonly reservedCapacity: boolean;
  /** Replace one Spot node by a cheaper Spot node (alpha). */
  readonly spotToSpotConsolidation: boolean;
  /** Replace nodes that report themselves unhealthy; disruption budgets do not limit it (alpha). */
  readonly nodeRepair: boolean;
  /** NodeOverlay objects, which change price or capacity of instance types (alpha). */
  readonly nodeOverlay: boolean;
  /** NodePools with `replicas` (alpha). */
  readonly staticCapacity: boolean;
  /** CapacityBuffer objects, which keep spare capacity (alpha). */
  readonly capacityBuffer: boolean;
}

/** Chart defaults of 1.14, said aloud so that a chart's change of mind shows as a difference here. */
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
  /** Name of the interruption queue; without one Karpenter does not hear of Spot interruptions. */
  readonly queueName: string;
  /** Name of the controller's service account, which its AWS identity is bound to. */
  readonly serviceAccount: string;
  /** Role that the service account is annotated with (IRSA); absent with Pod Identity, which needs no annotation. */
  readonly serviceAccountRoleArn?: pulumi.Input<string>;
  readonly featureGates: KarpenterFeatureGates;
  /**
   * Nodes of the controller, never Karpenter's own.
   * @default the system nodes
   */
  readonly placement?: ControllerPlacement | undefined;
}

/**
 * Values of the `karpenter` chart.
 *
 * Priority class, affinities and zone spread stay the chart's, and so do tolerations on the system nodes: it
 * tolerates `CriticalAddonsOnly`, keeps off nodes that Karpenter made, and wants its two replicas on two nodes in two zones.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter/values.yaml
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
      // A pod without it asks the instance metadata, which one hop does not reach, and panics.
      env: [{ name: "AWS_REGION", value: settings.region }],
      resources: { requests: controllerSize, limits: controllerSize },
    },
    settings: {
      clusterName: settings.clusterName,
      interruptionQueue: settings.queueName,
      featureGates: { ...settings.featureGates },
    },
  };
}

/**
 * Values of the `karpenter-crd` chart. Uninstalling it would otherwise delete the CRDs, with them every NodePool and
 * NodeClaim, and so every node of the cluster.
 */
export function karpenterCrdValues() {
  return { additionalAnnotations: { "helm.sh/resource-policy": "keep" } };
}

function placementValues(placement: ControllerPlacement | undefined) {
  const linux = { "kubernetes.io/os": "linux" };
  if (placement === undefined) return { nodeSelector: { ...linux, ...systemNodeSelector } };
  const { nodeSelector, tolerations } = placement;
  return { nodeSelector: { ...linux, ...nodeSelector }, tolerations };
}

/** What Karpenter's documentation gives the controller. Requests equal limits, so that it is evicted last. */
const controllerSize = { cpu: "1", memory: "1Gi" } as const;

function roleAnnotation(roleArn: pulumi.Input<string> | undefined) {
  return roleArn === undefined ? {} : { "eks.amazonaws.com/role-arn": roleArn };
}
