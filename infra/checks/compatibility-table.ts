/** The versions that work with one minor version of Kubernetes. */
export interface CompatibilityRow {
  /** The oldest Karpenter that supports the minor. */
  readonly lowestKarpenter: string;
  /** The first GPU Operator that NVIDIA has validated on the minor. Absent: no source that says so was found. */
  readonly lowestGpuOperator?: string;
  /**
   * Day of the first AL2023 release that has an AMI for the minor in every variant of an alias: standard for both
   * architectures, NVIDIA and Neuron for x86_64. Karpenter looks an alias up by minor, so an older alias finds no AMI.
   */
  readonly firstAmiRelease: string;
  /** The first Bottlerocket release with variants for the minor, including NVIDIA's. */
  readonly firstBottlerocketRelease: string;
}

/**
 * Every minor that this program deploys. docs/versions.md says how each value was verified, and what could not be.
 *
 * Karpenter: https://karpenter.sh/v1.14/upgrading/compatibility/, for 1.37 `MaxK8sVersion` in
 * https://github.com/aws/karpenter-provider-aws/blob/main/pkg/providers/version/version.go
 * GPU Operator: "Added support for Kubernetes" in
 * https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/release-notes.html, for 1.31 and 1.35 the
 * platform support page of that release.
 * AMI: https://github.com/awslabs/amazon-eks-ami/blob/main/CHANGELOG.md, for 1.37
 * https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261012
 * Bottlerocket: https://github.com/bottlerocket-os/bottlerocket/blob/develop/CHANGELOG.md
 */
export const compatibilityTable: Readonly<Record<string, CompatibilityRow>> = {
  "1.31": {
    lowestKarpenter: "1.0.5",
    lowestGpuOperator: "v24.9.0",
    firstAmiRelease: "20241024",
    firstBottlerocketRelease: "v1.22.0",
  },
  "1.32": {
    lowestKarpenter: "1.2.0",
    lowestGpuOperator: "v25.3.0",
    firstAmiRelease: "20241225",
    firstBottlerocketRelease: "v1.30.0",
  },
  "1.33": {
    lowestKarpenter: "1.5.0",
    lowestGpuOperator: "v25.3.1",
    firstAmiRelease: "20250519",
    firstBottlerocketRelease: "v1.39.0",
  },
  "1.34": {
    lowestKarpenter: "1.6.0",
    lowestGpuOperator: "v25.10.0",
    firstAmiRelease: "20250915",
    firstBottlerocketRelease: "v1.47.0",
  },
  "1.35": {
    lowestKarpenter: "1.9.0",
    lowestGpuOperator: "v25.10.1",
    firstAmiRelease: "20260114",
    firstBottlerocketRelease: "v1.53.0",
  },
  "1.36": {
    lowestKarpenter: "1.13.0",
    lowestGpuOperator: "v26.3.2",
    firstAmiRelease: "20260610",
    firstBottlerocketRelease: "v1.61.0",
  },
  "1.37": {
    lowestKarpenter: "1.15.0",
    firstAmiRelease: "20261012",
    firstBottlerocketRelease: "v1.66.0",
  },
};

/** The oldest versions that this program works with, for every minor, and the reasons. */
export const lowestForThisProgram = {
  /**
   * The program knows the behaviour and the settings of 1.14 and 1.15, and takes an older Karpenter for 1.14
   * (scheduling/values/karpenter-minor.ts).
   */
  karpenter: "1.14.0",
  /**
   * It introduced `operator.nodeSelector`. An older chart ignores the key and may run its uninstall job on a node that
   * Karpenter removes. https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/deployments/gpu-operator/values.yaml
   */
  gpuOperator: "v26.7.0",
  /**
   * The values of this program are those of 1.9.0. 1.0.0 has no `devicePlugin.enabled`, and its scheduler needs a node of the
   * control plane.
   * https://github.com/aws-neuron/neuron-helm-charts
   */
  neuron: "1.9.0",
} as const;

/** AL2023 releases whose nodes do not work, with what is wrong. */
export const brokenAmiReleases: Readonly<Record<string, string>> = {
  // https://github.com/awslabs/amazon-eks-ami/issues/2712
  "20260505": "its containerd breaks the SOCI snapshotter and nodes that use it stay NotReady",
  // https://github.com/awslabs/amazon-eks-ami/issues/2729
  "20260520": "its nodes do not find the pause image and start no pod",
  // https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261012 names both, and issue 2845.
  "20260930": "its kernel 6.12 panics when memory is short and the node reboots",
  "20261003": "its kernel 6.12 panics when memory is short and the node reboots",
};

/** kube-proxy may be this many minors older than the API server: https://kubernetes.io/releases/version-skew-policy/ */
export const kubeProxyMinorsBehind = 3;
