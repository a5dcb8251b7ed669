/** Location of a Helm chart. */
export interface ChartSource {
  /** Name of the chart. For an OCI chart the full address, because an OCI registry has no index of names. */
  readonly chart: string;
  /** Address of the chart repository. Absent for an OCI chart. */
  readonly repository?: string;
}

/** Every chart that the program installs. The configuration of the stack sets the versions. */
export const chartSources = {
  /** @see https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/ */
  karpenter: { chart: "oci://public.ecr.aws/karpenter/karpenter" },
  /** This chart has Karpenter's CRDs as templates, so that an upgrade also upgrades them. */
  karpenterCrd: { chart: "oci://public.ecr.aws/karpenter/karpenter-crd" },
  /** @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/getting-started.html */
  gpuOperator: { chart: "gpu-operator", repository: "https://helm.ngc.nvidia.com/nvidia" },
  /** @see https://github.com/NVIDIA/k8s-device-plugin#deployment-via-helm */
  nvidiaDevicePlugin: {
    chart: "nvidia-device-plugin",
    repository: "https://nvidia.github.io/k8s-device-plugin",
  },
  /** @see https://github.com/NVIDIA/dcgm-exporter#quickstart-on-kubernetes */
  dcgmExporter: {
    chart: "dcgm-exporter",
    repository: "https://nvidia.github.io/dcgm-exporter/helm-charts",
  },
  /** @see https://github.com/aws-neuron/neuron-helm-charts */
  neuron: { chart: "oci://public.ecr.aws/neuron/neuron-helm-chart" },
  /** @see https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin */
  efaDevicePlugin: {
    chart: "aws-efa-k8s-device-plugin",
    repository: "https://aws.github.io/eks-charts",
  },
} as const satisfies Record<string, ChartSource>;
