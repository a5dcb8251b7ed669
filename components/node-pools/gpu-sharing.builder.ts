import { type GpuSharing, type MultiInstanceGpu, sharedResource } from "../shared/gpu-sharing";
import { acceleratorOf, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { gpuCountLabelKey, nodePoolLabelKey } from "../../scheduling/requirements/labels";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { migInstancesPerGpu } from "../../scheduling/catalogue/mig-profiles";
import { parseQuantity } from "../../scheduling/values/quantity";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { TierProfile } from "./tier-profiles";

/** What of a tier matters to its shared GPUs. */
export interface SharingTier {
  /** Name of the pool. */
  readonly name: string;
  readonly gpuSharing: GpuSharing;
  /** Which instance types the pool launches. */
  readonly requirements: readonly NodeSelectorRequirement[];
}

type Limits = TierProfile["limits"];

/**
 * The limits of a pool whose GPUs are shared: what the stack says in GPUs, said once more in what the nodes offer. A node
 * that is up counts with what its device plugin advertises, and that is no `nvidia.com/gpu` any more; a limit in GPUs alone
 * would never bind.
 *
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers/state/statenode.go#L359
 */
export function sharedLimits(limits: Limits, tier: SharingTier): Limits {
  const gpus = parseQuantity(limits[nvidiaGpuResource] ?? "");
  if (gpus === undefined) return limits;
  return { ...limits, [sharedResource(tier.gpuSharing)]: gpus * sharesPerGpu(tier) };
}

/**
 * The NodeOverlays of a pool, one for each number of GPUs that its types have. Karpenter takes the capacity of a type from
 * EC2, which knows whole GPUs alone: without the overlay no node is launched for a pod that asks for a share, and one for
 * each share where shares are called `nvidia.com/gpu`.
 *
 * The overlay takes `nvidia.com/gpu` away where the nodes do not offer it. Else Karpenter would launch a node for a pod that
 * wants a whole GPU, and a node without the resource it was launched for is never initialised and never removed.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeoverlays/
 */
export function nodeOverlays(tier: SharingTier) {
  const resource = sharedResource(tier.gpuSharing);
  const shares = sharesPerGpu(tier);
  return gpuCounts(tier).map((gpus) => ({
    gpus,
    metadata: {
      name: `${tier.name}-gpus-${gpus}`,
      labels: {
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/part-of": "accelerator-platform",
      },
    },
    spec: {
      requirements: [
        { key: nodePoolLabelKey, operator: "In", values: [tier.name] },
        { key: gpuCountLabelKey, operator: "In", values: [String(gpus)] },
      ],
      capacity: {
        ...(resource === nvidiaGpuResource ? {} : { [nvidiaGpuResource]: "0" }),
        [resource]: String(gpus * shares),
      },
    },
  }));
}

/** Shares of each GPU of the tier; the checks of the configuration see to it that all its types have as many. */
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
