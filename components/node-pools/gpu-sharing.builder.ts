import { type GpuSharing, type MultiInstanceGpu, sharedResource } from "../shared/gpu-sharing";
import { acceleratorOf, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { migInstancesPerGpu } from "../../scheduling/catalogue/mig-profiles";
import { parseQuantity } from "../../scheduling/values/quantity";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { PoolLimits } from "../../scheduling/node-pool/pool-limits";
import type { Tier } from "./tier";

/** The properties of a tier that its shared GPUs depend on. */
export interface SharingTier {
  /** Name of the pool. */
  readonly name: string;
  readonly gpuSharing: GpuSharing;
  /** Requirements that decide which instance types the pool launches. */
  readonly requirements: readonly NodeSelectorRequirement[];
}

/** The part of a tier that describes its shared GPUs. Undefined for a tier with whole GPUs. */
export function sharingTier({
  name,
  gpuSharing,
  requirements,
}: Pick<Tier, "name" | "gpuSharing" | "requirements">): SharingTier | undefined {
  if (gpuSharing === undefined) return undefined;
  return { name, gpuSharing, requirements };
}

/**
 * The limits of a pool whose GPUs are shared. The result has the limit in whole GPUs, and the same limit in the
 * shared resource. Karpenter counts a running node with the resources that its device plugin advertises, and these no
 * longer include `nvidia.com/gpu`. So a limit in GPUs alone would never stop the pool. Where the stack file limits the shared
 * resource too, the smaller of the two applies.
 *
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/state/statenode.go#L458
 */
export function sharedLimits(limits: PoolLimits, tier: SharingTier): PoolLimits {
  const gpus = parseQuantity(limits[nvidiaGpuResource] ?? "");
  if (gpus === undefined) return limits;
  const resource = sharedResource(tier.gpuSharing);
  const shares = gpus * sharesPerGpu(tier);
  const own = limits[resource];
  const isSmaller = resource !== nvidiaGpuResource && (parseQuantity(own ?? "") ?? shares) < shares;
  return { ...limits, [resource]: isSmaller && own !== undefined ? own : shares };
}

/** What the nodes of a pool offer in place of whole GPUs, by the number of their GPUs. */
export interface SharedCapacity {
  readonly gpus: number;
  readonly capacity: Readonly<Record<string, string>>;
}

/**
 * The capacities for the NodeOverlays of a pool: one for each number of GPUs that its instance types have.
 *
 * Karpenter takes the capacity of a type from EC2, which counts whole GPUs. Without an overlay it launches no node
 * for a pod that requests a share. Where shares are also called `nvidia.com/gpu`, it launches a whole GPU for each
 * share.
 *
 * The capacity has `nvidia.com/gpu` as 0 where the nodes do not offer it. Otherwise Karpenter would launch a
 * node of this pool for a pod that requests a whole GPU. A node without the resource that it was launched for is
 * never initialised and never removed.
 */
export function sharedCapacities(tier: SharingTier): readonly SharedCapacity[] {
  const resource = sharedResource(tier.gpuSharing);
  const shares = sharesPerGpu(tier);
  return gpuCounts(tier).map((gpus) => ({
    gpus,
    capacity: {
      ...(resource === nvidiaGpuResource ? {} : { [nvidiaGpuResource]: "0" }),
      [resource]: String(gpus * shares),
    },
  }));
}

/**
 * Shares of each GPU of the tier. A check of the configuration makes sure that all its types have the same number.
 */
function sharesPerGpu({ gpuSharing, requirements }: SharingTier): number {
  if (gpuSharing.kind === "time-slicing") return gpuSharing.replicas;
  return Math.max(...typesOf(requirements).map((type) => instancesPerGpu(type, gpuSharing)));
}

function instancesPerGpu(type: InstanceType, { profile }: MultiInstanceGpu): number {
  return migInstancesPerGpu(type, profile) ?? 0;
}

function gpuCounts({ requirements }: SharingTier): readonly number[] {
  const counts = typesOf(requirements).map((type) => acceleratorOf(type)?.count ?? 0);
  return [...new Set(counts)].filter((count) => count > 0).sort((a, b) => a - b);
}

function typesOf(requirements: readonly NodeSelectorRequirement[]): readonly InstanceType[] {
  return launchableTypes(requirementsOf(requirements));
}
