import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";

/** Several pods take turns on one GPU, without any isolation of memory or faults. */
export interface TimeSlicing {
  readonly kind: "time-slicing";
  /** Pods that share one GPU. */
  readonly replicas: number;
}

/** Each GPU is cut into instances with memory and compute of their own. */
export interface MultiInstanceGpu {
  readonly kind: "mig";
  /** A profile without the MIG manager's `all-`, e.g. `1g.10gb`. */
  readonly profile: string;
  /** `mixed` names the instances `nvidia.com/mig-<profile>`, `single` calls each one `nvidia.com/gpu`. */
  readonly strategy: MigStrategy;
}

export const migStrategies = ["mixed", "single"] as const;
export type MigStrategy = (typeof migStrategies)[number];

/** How the pods of a tier share its GPUs. */
export type GpuSharing = TimeSlicing | MultiInstanceGpu;

/** Bounds of `replicas`: one is no sharing; beyond 16 a GPU spends its time changing hands. */
export const timeSlicingReplicas = { least: 2, most: 16 } as const;

/**
 * What a pod asks for on a node of the tier. Time-sliced GPUs have a name of their own, so that no pod that wants a whole
 * GPU lands on a slice.
 */
export function sharedResource(sharing: GpuSharing): string {
  if (sharing.kind === "time-slicing") return `${nvidiaGpuResource}.shared`;
  return sharing.strategy === "single" ? nvidiaGpuResource : `nvidia.com/mig-${sharing.profile}`;
}

/**
 * Labels by which the device plugin and the MIG manager know what to do with a node.
 *
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
 */
export function sharingLabels(sharing: GpuSharing): Readonly<Record<string, string>> {
  return sharing.kind === "time-slicing"
    ? { "nvidia.com/device-plugin.config": configName(sharing.replicas) }
    : { "nvidia.com/mig.config": `all-${sharing.profile}` };
}

/**
 * The device plugin's configurations by the name in the node's label: one for each number of replicas, wanted or not. A
 * node keeps its label as long as it lives, and a plugin that restarts and does not find its configuration takes all GPUs
 * of the node away.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/README.md#with-cuda-time-slicing
 */
export function timeSlicingConfigs(): Readonly<Record<string, string>> {
  const { least, most } = timeSlicingReplicas;
  const counts = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  return Object.fromEntries(counts.map((replicas) => [configName(replicas), config(replicas)]));
}

function configName(replicas: number): string {
  return `time-slicing-${replicas}`;
}

function config(replicas: number): string {
  return [
    "version: v1",
    "sharing:",
    "  timeSlicing:",
    // The resource is called nvidia.com/gpu.shared.
    "    renameByDefault: true",
    // Two slices may be of one GPU and give no more time than one: a pod that asks for two is mistaken.
    "    failRequestsGreaterThanOne: true",
    "    resources:",
    `      - name: ${nvidiaGpuResource}`,
    `        replicas: ${replicas}`,
    "",
  ].join("\n");
}
