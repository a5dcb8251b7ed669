/**
 * Label keys that NodePool requirements and templates use.
 *
 * Karpenter 1.15.2: pkg/apis/v1/labels.go of kubernetes-sigs/karpenter and of
 * aws/karpenter-provider-aws, and the NodePool CRD of the latter.
 */

import type { Fault } from "../values/fault";

export const instanceTypeLabelKey = "node.kubernetes.io/instance-type";
export const archLabelKey = "kubernetes.io/arch";
export const osLabelKey = "kubernetes.io/os";
export const hostnameLabelKey = "kubernetes.io/hostname";
export const zoneLabelKey = "topology.kubernetes.io/zone";
export const regionLabelKey = "topology.kubernetes.io/region";
export const zoneIdLabelKey = "topology.k8s.aws/zone-id";
export const windowsBuildLabelKey = "node.kubernetes.io/windows-build";

export const capacityTypeLabelKey = "karpenter.sh/capacity-type";
export const nodePoolLabelKey = "karpenter.sh/nodepool";

export const instanceCategoryLabelKey = "karpenter.k8s.aws/instance-category";
export const instanceFamilyLabelKey = "karpenter.k8s.aws/instance-family";
export const instanceGenerationLabelKey = "karpenter.k8s.aws/instance-generation";
export const instanceHypervisorLabelKey = "karpenter.k8s.aws/instance-hypervisor";
export const instanceSizeLabelKey = "karpenter.k8s.aws/instance-size";
export const instanceCpuLabelKey = "karpenter.k8s.aws/instance-cpu";
const instanceCpuManufacturerLabelKey = "karpenter.k8s.aws/instance-cpu-manufacturer";
/** Size of the local NVMe disks in GB; absent for a type without instance store. */
export const localNvmeLabelKey = "karpenter.k8s.aws/instance-local-nvme";
export const instanceMemoryLabelKey = "karpenter.k8s.aws/instance-memory";
export const instanceTenancyLabelKey = "karpenter.k8s.aws/instance-tenancy";
export const gpuNameLabelKey = "karpenter.k8s.aws/instance-gpu-name";
export const gpuManufacturerLabelKey = "karpenter.k8s.aws/instance-gpu-manufacturer";
export const gpuCountLabelKey = "karpenter.k8s.aws/instance-gpu-count";
export const gpuMemoryLabelKey = "karpenter.k8s.aws/instance-gpu-memory";
export const acceleratorNameLabelKey = "karpenter.k8s.aws/instance-accelerator-name";
export const acceleratorManufacturerLabelKey =
  "karpenter.k8s.aws/instance-accelerator-manufacturer";
export const acceleratorCountLabelKey = "karpenter.k8s.aws/instance-accelerator-count";
export const reservationTypeLabelKey = "karpenter.k8s.aws/capacity-reservation-type";
export const reservationIdLabelKey = "karpenter.k8s.aws/capacity-reservation-id";
/** `true` on a node from a reservation that its owner may reclaim. */
export const reservationInterruptibleLabelKey =
  "karpenter.k8s.aws/capacity-reservation-interruptible";
export const nodeClassLabelKey = "karpenter.k8s.aws/ec2nodeclass";

/** The platform's own label for the workload class of a pool's nodes, e.g. `training`. */
export const workloadLabelKey = "workload";
/** The platform's own label for the tier of a node, e.g. `gpu-inference`. */
export const nodeTypeLabelKey = "node-type";

/** The 28 keys of the domain `karpenter.k8s.aws` that the NodePool CRD allows. */
export const allowedKarpenterAwsLabelKeys: readonly string[] = [
  instanceTenancyLabelKey,
  "karpenter.k8s.aws/instance-encryption-in-transit-supported",
  instanceCategoryLabelKey,
  instanceHypervisorLabelKey,
  instanceFamilyLabelKey,
  instanceGenerationLabelKey,
  localNvmeLabelKey,
  instanceSizeLabelKey,
  instanceCpuLabelKey,
  instanceCpuManufacturerLabelKey,
  "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz",
  instanceMemoryLabelKey,
  "karpenter.k8s.aws/instance-ebs-bandwidth",
  "karpenter.k8s.aws/instance-network-bandwidth",
  gpuNameLabelKey,
  gpuManufacturerLabelKey,
  gpuCountLabelKey,
  gpuMemoryLabelKey,
  acceleratorNameLabelKey,
  acceleratorManufacturerLabelKey,
  acceleratorCountLabelKey,
  "karpenter.k8s.aws/instance-capability-flex",
  reservationTypeLabelKey,
  reservationIdLabelKey,
  reservationInterruptibleLabelKey,
  nodeClassLabelKey,
  "karpenter.k8s.aws/placement-group-id",
  "karpenter.k8s.aws/placement-group-partition",
];

/**
 * Keys that a pod may ask for although the NodePool does not define them, because the instance types do.
 * The CRD allows `karpenter.k8s.aws/ec2nodeclass` too, but it is not well known in this sense.
 */
export const wellKnownLabelKeys: ReadonlySet<string> = new Set([
  nodePoolLabelKey,
  zoneLabelKey,
  regionLabelKey,
  instanceTypeLabelKey,
  archLabelKey,
  osLabelKey,
  capacityTypeLabelKey,
  windowsBuildLabelKey,
  zoneIdLabelKey,
  ...allowedKarpenterAwsLabelKeys.filter((key) => key !== nodeClassLabelKey),
]);

/**
 * Other names of the same labels (`NormalizedLabels`). Karpenter replaces them by today's keys. They are
 * the beta keys, and the zone key of EBS volumes, which the AWS provider adds.
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/operator/operator.go#L82
 */
const normalKeyByOtherKey: ReadonlyMap<string, string> = new Map([
  ["topology.ebs.csi.aws.com/zone", zoneLabelKey],
  ["failure-domain.beta.kubernetes.io/zone", zoneLabelKey],
  ["failure-domain.beta.kubernetes.io/region", regionLabelKey],
  ["beta.kubernetes.io/arch", archLabelKey],
  ["beta.kubernetes.io/os", osLabelKey],
  ["beta.kubernetes.io/instance-type", instanceTypeLabelKey],
]);

/** The key that Karpenter uses for a label: today's key for one of its other names, else the key itself. */
export function normalizedLabelKey(key: string): string {
  return normalKeyByOtherKey.get(key) ?? key;
}

/**
 * Why a NodePool may not use the key in `template.metadata.labels` or `requirements`, or undefined
 * when it may. The problem is a sentence without its subject, which is the key.
 *
 * The CRD refuses most of these keys when the pool is applied. The last ones are refused by Karpenter
 * at run time, which leaves a stored pool that never becomes ready.
 */
export function labelKeyFault(key: string): Fault | undefined {
  if (key.length > maxKeyLength || !labelKeyText.test(key)) {
    return faultOf(
      `is no label key: expected [prefix/]name of letters, digits, "-", "_" and ".", at most ${maxKeyLength} characters`,
    );
  }
  if (key === instanceTypeLookAlike) {
    const fix = `use ${instanceTypeLabelKey} for instance types`;
    return { path: [], problem: "is refused by the NodePool CRD", fix };
  }
  if (key === nodePoolLabelKey || key === hostnameLabelKey) {
    return faultOf("is refused by the NodePool CRD: Karpenter sets it on each node itself");
  }
  // The CRD looks only at how the domain ends, so it refuses my-karpenter.sh/x too.
  const domain = key.split("/", 1)[0] ?? "";
  if (domain.endsWith("karpenter.sh") && key !== capacityTypeLabelKey) {
    return faultOf(
      `is refused by the NodePool CRD: of the domain karpenter.sh only ${capacityTypeLabelKey} is allowed`,
    );
  }
  if (domain.endsWith("karpenter.k8s.aws") && !allowedKarpenterAwsLabelKeys.includes(key)) {
    return faultOf(
      "is refused by the NodePool CRD: of the domain karpenter.k8s.aws only 28 keys are allowed, listed in https://karpenter.sh/docs/concepts/scheduling/",
    );
  }
  return runtimeFault(key);
}

const maxKeyLength = 316;
const maxPrefixLength = 253;
const maxNameLength = 63;
const labelKeyText =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const instanceTypeLookAlike = "karpenter.k8s.aws/instance-type";

function runtimeFault(key: string): Fault | undefined {
  if (key === nodeClassLabelKey) {
    return runtimeFaultOf("it sets the label on each node itself");
  }
  const slash = key.indexOf("/");
  if (slash > maxPrefixLength || key.length - slash - 1 > maxNameLength) {
    return runtimeFaultOf(
      `a prefix has at most ${maxPrefixLength} characters and a name ${maxNameLength}`,
    );
  }
  return undefined;
}

function runtimeFaultOf(why: string): Fault {
  return { ...faultOf(`is refused by Karpenter at run time: ${why}`), apiServer: "accepts" };
}

/** A fault without further parts. */
function faultOf(problem: string): Fault {
  return { path: [], problem };
}
