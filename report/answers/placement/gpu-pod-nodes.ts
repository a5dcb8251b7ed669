import { gpuClassOfFamily, hasBf16 } from "../../../scheduling/catalogue/gpu-classes";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { onDemandPrice } from "../../../scheduling/catalogue/prices";
import { nvidiaGpuResource } from "../../../scheduling/catalogue/resource-names";
import { roomFor } from "../../../scheduling/node-pool/pool-limits";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { LaunchableOfferings, LaunchableType } from "../launchable/launchable-offerings";

/** The sizes of pods for which a report names the node. */
export const gpuPodSizes = [1, 4, 8] as const;

/** The node that a pod with this number of GPUs gets from a pool. */
export interface GpuPodNode {
  /** GPUs that the pod requests. */
  readonly gpus: (typeof gpuPodSizes)[number];
  /** Absent where no node of the pool is large enough. */
  readonly node?: {
    readonly type: string;
    /** Model of the GPUs, as in the label: `h100`. */
    readonly gpuName: string;
    /** Whether the GPUs compute in bf16. T4 and V100 do not. */
    readonly bf16: boolean;
    /** GPUs of the node. */
    readonly gpus: number;
    /** On demand. Absent for a type without a price. */
    readonly usdPerHour?: number;
  };
}

/**
 * The node that one pod with 1, 4 and 8 GPUs gets from an empty pool: on demand EC2 launches the cheapest type that is large
 * enough (`lowest-price`). On Spot it may launch another one that has more capacity left. Empty for a pool without whole
 * NVIDIA GPUs, and for one whose GPUs are shared.
 *
 * https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instance/instance.go
 */
export function gpuPodNodes(
  { limits }: Pick<NodePool, "limits">,
  { types, region }: Pick<LaunchableOfferings, "types" | "region">,
): readonly GpuPodNode[] {
  if (Object.keys(limits).some((resource) => sharedResources.test(resource))) return [];
  const fitting = types.filter((type) => gpusOf(type) > 0 && fits(type.name, limits));
  if (fitting.length === 0) return [];
  const byPrice = [...fitting].sort(
    (a, b) => priceOf(a, region) - priceOf(b, region) || (a.name < b.name ? -1 : 1),
  );
  return gpuPodSizes.map((gpus) => {
    const type = byPrice.find((one) => gpusOf(one) >= gpus);
    return { gpus, ...(type === undefined ? {} : { node: nodeOf(type, region) }) };
  });
}

/** https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html */
const sharedResources = /^nvidia\.com\/(gpu\.shared|mig-)/;

function nodeOf(type: LaunchableType, region: string): NonNullable<GpuPodNode["node"]> {
  const usdPerHour = onDemandPrice(type.name, region)?.usdPerHour;
  const gpuClass = gpuClassOfFamily(type.name.split(".")[0] ?? "");
  return {
    type: type.name,
    gpuName: type.accelerator?.name ?? "",
    bf16: gpuClass === undefined || hasBf16(gpuClass),
    gpus: gpusOf(type),
    ...(usdPerHour === undefined ? {} : { usdPerHour }),
  };
}

function gpusOf({ accelerator }: LaunchableType): number {
  return accelerator?.resource === nvidiaGpuResource ? accelerator.devices : 0;
}

/** Whether the limits admit a node of the type. */
function fits(name: string, limits: NodePool["limits"]): boolean {
  const type = instanceType(name);
  return type !== undefined && roomFor(type, limits).nodes >= 1;
}

/** Karpenter puts a type without a price last. */
function priceOf({ name }: LaunchableType, region: string): number {
  return onDemandPrice(name, region)?.usdPerHour ?? Number.MAX_VALUE;
}
