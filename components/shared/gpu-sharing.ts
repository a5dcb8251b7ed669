import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { Taint } from "../../scheduling/taints/taints";

/** Several pods take turns on one GPU. Neither memory nor faults are isolated. */
interface TimeSlicing {
  readonly kind: "time-slicing";
  /** Pods that share one GPU. */
  readonly replicas: number;
}

/** Each GPU is partitioned into instances (MIG), each with its own memory and compute. */
export interface MultiInstanceGpu {
  readonly kind: "mig";
  /** Name of the profile without the prefix `all-` of the MIG manager, e.g. `1g.10gb`. */
  readonly profile: string;
  /** With `mixed` an instance is called `nvidia.com/mig-<profile>`, with `single` it is called `nvidia.com/gpu`. */
  readonly strategy: MigStrategy;
}

export const migStrategies = ["mixed", "single"] as const;
export type MigStrategy = (typeof migStrategies)[number];

/** How the pods of a tier share its GPUs. */
export type GpuSharing = TimeSlicing | MultiInstanceGpu;

/** Bounds of `replicas`. One is no sharing. With more than 16 pods a GPU spends too much time on switching. */
export const timeSlicingReplicas = { least: 2, most: 16 } as const;

/**
 * Keeps pods off a new node until the MIG manager has divided its GPUs. Before that the node offers whole GPUs, and a GPU that
 * a pod uses is not divided.
 */
export const undividedGpusTaint: Taint = {
  key: "accelerator-platform.io/gpus-not-divided",
  value: "true",
  effect: "NoSchedule",
};

/** The startup taints of a tier's nodes. Pods do not have to tolerate them, the agents that prepare the node have to. */
export function startupTaints(sharing: GpuSharing | undefined): readonly Taint[] {
  return sharing?.kind === "mig" ? [undividedGpusTaint] : [];
}

/**
 * The resource that a pod requests on a node of the tier. Time-sliced GPUs have their own name, so that a pod that
 * needs a whole GPU never gets a slice.
 */
export function sharedResource(sharing: GpuSharing): string {
  if (sharing.kind === "time-slicing") return `${nvidiaGpuResource}.shared`;
  return sharing.strategy === "single" ? nvidiaGpuResource : `nvidia.com/mig-${sharing.profile}`;
}

/**
 * Node labels that tell the device plugin or the MIG manager how to share the GPUs of the node.
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
 * The configurations of the device plugin, by the name in the node's label. There is one for each possible number of
 * replicas, even if no tier uses it now. A node keeps its label for its whole life. If the plugin restarts and finds
 * no configuration for the label, all GPUs of the node disappear.
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
    // Names the resource nvidia.com/gpu.shared.
    "    renameByDefault: true",
    // Two slices can belong to one GPU and then give no more time than one. So a request for two is an error.
    "    failRequestsGreaterThanOne: true",
    "    resources:",
    `      - name: ${nvidiaGpuResource}`,
    `        replicas: ${replicas}`,
    "",
  ].join("\n");
}
