/** Builders of the manifests for the placement tests. */

import type { Offerings, PodGroup } from "../../../scheduling/karpenter/questions";
import type { NodeSelectorRequirement } from "../../../scheduling/requirements/requirements";
import type { Taint, Toleration } from "../../../scheduling/taints/taints";

export const usWest2: Offerings = {
  region: "us-west-2",
  zones: [
    { name: "us-west-2a", id: "usw2-az1" },
    { name: "us-west-2b", id: "usw2-az2" },
    { name: "us-west-2c", id: "usw2-az3" },
  ],
};

export const gpuTaint: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

interface PoolParts {
  readonly weight?: number;
  readonly requirements?: readonly NodeSelectorRequirement[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly nodeClass?: string;
  readonly replicas?: number;
}

export function nodePool(name: string, parts: PoolParts): unknown {
  const { weight, limits, replicas, labels, taints, requirements = [], nodeClass } = parts;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      weight,
      limits,
      replicas,
      template: {
        metadata: { labels },
        spec: {
          requirements,
          taints,
          nodeClassRef: {
            group: "karpenter.k8s.aws",
            kind: "EC2NodeClass",
            name: nodeClass ?? "gpu-optimized",
          },
        },
      },
    },
  };
}

export function gpuNames(...values: readonly string[]): NodeSelectorRequirement {
  return { key: "karpenter.k8s.aws/instance-gpu-name", operator: "In", values };
}

export function capacityType(...values: readonly string[]): NodeSelectorRequirement {
  return { key: "karpenter.sh/capacity-type", operator: "In", values };
}

export function instanceTypeIn(...values: readonly string[]): NodeSelectorRequirement {
  return { key: "node.kubernetes.io/instance-type", operator: "In", values };
}

interface PodParts {
  /** As users write them. The API server derives requests from limits. */
  readonly limits?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly [more: string]: unknown;
}

export function pods(name: string, count: number, parts: PodParts): PodGroup {
  const { limits = {}, labels, ...spec } = parts;
  const containers = [{ name: "main", image: "example", resources: { limits } }];
  return { name, count, pod: { metadata: { labels }, spec: { ...spec, containers } } };
}

export function gpuPods(name: string, count: number, parts: PodParts = {}): PodGroup {
  return pods(name, count, { limits: { "nvidia.com/gpu": "1" }, ...parts });
}
