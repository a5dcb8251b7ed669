/**
 * The Helm charts that the sandbox knows, and the custom kinds of each.
 * Sources: the `crds/` folders and templates of the charts: karpenter 1.15.2, gpu-operator v26.7.0,
 * kube-prometheus-stack 88.5.3. nvidia-device-plugin 0.20.0 and dcgm-exporter 4.8.2 have none.
 */
import { stringOf } from "../string-of";
import type { CustomKind } from "./definitions";

export interface Chart {
  readonly name: string;
  /** The repositories that have the chart: the start of the `oci://` address, or `repositoryOpts.repo`. */
  readonly repositories: readonly string[];
  readonly definitions: readonly CustomKind[];
  /**
   * `templates`: the kinds belong to the release, and are upgraded and deleted with it, unless they are kept.
   * `crds`: Helm installs the kinds once, unless `skipCrds` is set, and never changes them again.
   */
  readonly definitionsIn: "templates" | "crds";
  /** The paths of values without which the pods of the chart never become ready. */
  readonly neededValues: readonly string[];
  /** Kinds that must exist before, or the pods of the chart never become ready. */
  readonly neededKinds: readonly string[];
}

export const nodePoolKey = "karpenter.sh/v1/NodePool";
export const nodeOverlayKey = "karpenter.sh/v1alpha1/NodeOverlay";
export const nodeClassKey = "karpenter.k8s.aws/v1/EC2NodeClass";

const karpenterKinds: readonly CustomKind[] = [
  { key: nodePoolKey },
  { key: "karpenter.sh/v1/NodeClaim" },
  { key: nodeOverlayKey },
  { key: nodeClassKey },
  { key: "autoscaling.x-k8s.io/v1beta1/CapacityBuffer", namespaced: true },
];

const monitoringKinds = [
  "Alertmanager",
  "PodMonitor",
  "Probe",
  "Prometheus",
  "PrometheusRule",
  "ServiceMonitor",
];

export const charts: readonly Chart[] = [
  {
    name: "karpenter-crd",
    repositories: ["oci://public.ecr.aws/karpenter"],
    definitions: karpenterKinds,
    definitionsIn: "templates",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "karpenter",
    repositories: ["oci://public.ecr.aws/karpenter"],
    definitions: karpenterKinds,
    definitionsIn: "crds",
    neededValues: ["settings.clusterName"],
    neededKinds: [nodePoolKey, nodeClassKey],
  },
  {
    name: "gpu-operator",
    repositories: ["https://helm.ngc.nvidia.com/nvidia", "https://nvidia.github.io/gpu-operator"],
    definitions: [
      { key: "nvidia.com/v1/ClusterPolicy" },
      { key: "nvidia.com/v1alpha1/NVIDIADriver" },
      { key: "nfd.k8s-sigs.io/v1alpha1/NodeFeature", namespaced: true },
      { key: "nfd.k8s-sigs.io/v1alpha1/NodeFeatureRule" },
    ],
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "nvidia-device-plugin",
    repositories: ["https://nvidia.github.io/k8s-device-plugin"],
    definitions: [],
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "dcgm-exporter",
    repositories: ["https://nvidia.github.io/dcgm-exporter/helm-charts"],
    definitions: [],
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "neuron-helm-chart",
    repositories: ["oci://public.ecr.aws/neuron"],
    definitions: [],
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "aws-efa-k8s-device-plugin",
    repositories: ["https://aws.github.io/eks-charts"],
    definitions: [],
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
  {
    name: "kube-prometheus-stack",
    repositories: [
      "https://prometheus-community.github.io/helm-charts",
      "oci://ghcr.io/prometheus-community/charts",
    ],
    definitions: monitoringKinds.map((kind) => ({
      key: `monitoring.coreos.com/v1/${kind}`,
      namespaced: true as const,
    })),
    definitionsIn: "crds",
    neededValues: [],
    neededKinds: [],
  },
];

/**
 * The chart that `chart` and `repo` of a release name. Throws when the sandbox does not know it, or when that
 * repository does not have it: Helm would find nothing there.
 */
export function chartOf(chart: unknown, repo: unknown): Chart {
  const address = String(chart);
  const name = address.split("/").at(-1) ?? "";
  const known = charts.find((candidate) => candidate.name === name);
  if (known === undefined) {
    const names = charts.map((candidate) => candidate.name).join(", ");
    throw new Error(
      `chart: the sandbox does not know this Helm chart, got ${JSON.stringify(chart)}; expected one of ${names}; add it to sandbox/providers/kubernetes/charts.ts`,
    );
  }
  const repository = address.startsWith("oci://")
    ? address.slice(0, -name.length - 1)
    : stringOf(repo).replace(/\/$/, "");
  if (known.repositories.includes(repository)) return known;
  throw new Error(
    `chart: ${name} is not in this repository, got ${JSON.stringify(repository)}; expected ${known.repositories.join(" or ")}`,
  );
}

/** The custom kind with this key, from any chart. */
export function customKind(key: string): CustomKind | undefined {
  return charts.flatMap(({ definitions }) => definitions).find((kind) => kind.key === key);
}
