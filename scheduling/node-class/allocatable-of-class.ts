/**
 * What a node offers to pods under an EC2NodeClass, where that differs from the catalogue. The catalogue is for AL2023
 * with the volume and the kubelet settings that AL2023 brings.
 *
 * Follows ephemeralStorage, pods, kubeReservedResources and evictionThreshold in
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/instancetype/types.go#L332
 */

import { capacityOf, type InstanceType } from "../catalogue/instance-catalogue";
import { efaResource } from "../catalogue/resource-names";
import { localNvmeLabelKey } from "../requirements/labels";
import { parseQuantity } from "../values/quantity";
import type { Ec2NodeClass } from "./ec2-node-class";

/** Amounts in base units (cores, bytes, pieces), of those resources only that differ. */
export type Differences = Readonly<Record<string, number>>;

export function allocatableUnder(nodeClass: Ec2NodeClass, type: InstanceType): Differences {
  const usual = (resource: string): number => parseQuantity(type.allocatable[resource] ?? "0") ?? 0;
  const pods = podsUnder(nodeClass, type, usual("pods"));
  const offered: Record<string, number> = {
    pods,
    "ephemeral-storage": storageUnder(nodeClass, type),
    memory: usual("memory") + memoryDifference(nodeClass, type, pods, usual("pods")),
    cpu: cpuUnder(nodeClass, type, usual("cpu")),
    ...(nodeClass.fixedEfaInterfaces === undefined
      ? {}
      : { [efaResource]: nodeClass.fixedEfaInterfaces }),
  };
  return Object.fromEntries(
    Object.entries(offered)
      .map(([resource, amount]) => [resource, Math.max(0, amount)] as const)
      .filter(([resource, amount]) => Math.abs(amount - usual(resource)) >= smallest(resource)),
  );
}

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;
/** The catalogue rounds memory and storage to this, so a smaller difference is none. */
const smallest = (resource: string): number =>
  resource === "memory" || resource === "ephemeral-storage" ? mebibyte : 1e-9;

/** Sizes that the AMI families bring: DefaultBlockDeviceMappings in pkg/providers/amifamily. */
const usualVolume = 20 * gibibyte;
const windowsVolume = 50 * gibibyte;

function storageUnder(nodeClass: Ec2NodeClass, { labels }: InstanceType): number {
  const disks = nodeClass.usesLocalDisks ? Number(labels[localNvmeLabelKey] ?? 0) * 1e9 : 0;
  const byFamily = nodeClass.amiFamily.startsWith("Windows") ? windowsVolume : usualVolume;
  const capacity = disks > 0 ? disks : (nodeClass.podVolumeBytes ?? byFamily);
  const reserved =
    quantityOr(nodeClass.kubeReserved["ephemeral-storage"], gibibyte) +
    quantityOr(nodeClass.systemReserved["ephemeral-storage"], 0);
  const eviction = signal(nodeClass.evictionHard["nodefs.available"], capacity, capacity / 10);
  return capacity - reserved - Math.ceil(eviction);
}

/** Windows is not asked about: see isWindows. All other families but Custom count by network interfaces. */
function podsUnder(
  { maxPods, podsPerCore, amiFamily }: Ec2NodeClass,
  type: InstanceType,
  byInterfaces: number,
): number {
  const most = maxPods ?? byInterfaces;
  // Bottlerocket does not know podsPerCore: PodsPerCoreEnabled in pkg/providers/amifamily/bottlerocket.go.
  if (podsPerCore === undefined || amiFamily === "Bottlerocket") return most;
  return Math.min(most, podsPerCore * (capacityOf(type)["cpu"] ?? 0));
}

/** The kubelet reserves 11 MiB for each pod; only Bottlerocket counts maxPods, the others count by interfaces. */
function memoryDifference(
  { amiFamily, kubeReserved, systemReserved, evictionHard }: Ec2NodeClass,
  type: InstanceType,
  pods: number,
  usualPods: number,
): number {
  const forPods = (count: number): number => (11 * count + 255) * mebibyte;
  const counted = amiFamily === "Bottlerocket" ? pods : usualPods;
  const capacity = capacityOf(type)["memory"] ?? 0;
  const usual = forPods(usualPods) + 100 * mebibyte;
  const here =
    quantityOr(kubeReserved["memory"], forPods(counted)) +
    quantityOr(systemReserved["memory"], 0) +
    signal(evictionHard["memory.available"], capacity, 100 * mebibyte);
  return usual - here;
}

function cpuUnder(
  { kubeReserved, systemReserved }: Ec2NodeClass,
  type: InstanceType,
  usual: number,
): number {
  const cores = capacityOf(type)["cpu"] ?? 0;
  return (
    cores - quantityOr(kubeReserved["cpu"], cores - usual) - quantityOr(systemReserved["cpu"], 0)
  );
}

function quantityOr(written: string | undefined, otherwise: number): number {
  return written === undefined ? otherwise : (parseQuantity(written) ?? otherwise);
}

/** `10%` of the capacity, or a quantity. */
function signal(written: string | undefined, capacity: number, otherwise: number): number {
  if (written?.endsWith("%") === true) {
    const share = Number(written.slice(0, -1));
    return Number.isFinite(share) ? Math.ceil((capacity * share) / 100) : otherwise;
  }
  return quantityOr(written, otherwise);
}
