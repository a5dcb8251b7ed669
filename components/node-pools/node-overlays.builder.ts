import { hugePagesResource } from "../../scheduling/catalogue/resource-names";
import { gpuCountLabelKey, nodePoolLabelKey } from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import { sharedCapacities, sharingTier } from "./gpu-sharing.builder";
import { efaHugePagesQuantity } from "./huge-pages";
import { ownershipLabels } from "./ownership-labels";
import type { Tier } from "./tier";

/** The properties of a tier that its NodeOverlays depend on. */
export type OverlaidTier = Pick<Tier, "name" | "requirements" | "gpuSharing" | "efa">;

/** One NodeOverlay of a pool. */
export interface NodeOverlay {
  /** Ends the logical name of the overlay, and tells the overlays of a pool apart. */
  readonly suffix: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly requirements: readonly NodeSelectorRequirement[];
    readonly capacity: Readonly<Record<string, string>>;
  };
}

/** Whether a tier has NodeOverlays. */
export function hasOverlays({ gpuSharing, efa }: Pick<Tier, "gpuSharing" | "efa">): boolean {
  return gpuSharing !== undefined || efa;
}

/**
 * The NodeOverlays of a pool. They tell Karpenter what its nodes offer and EC2 does not list: shares of GPUs, and huge
 * pages. Each instance type of the pool has at most one of these overlays, because Karpenter does not apply an overlay
 * that sets the same resource of a type as another one of the same weight.
 *
 * Without the huge pages a pod that requests them stays pending. Karpenter also takes them off the memory of the node,
 * as the kubelet does.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeoverlays/
 * @see https://github.com/kubernetes-sigs/karpenter/issues/751
 * @see https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/cloudprovider/types.go#L282
 */
export function nodeOverlays(tier: OverlaidTier): readonly NodeOverlay[] {
  const hugePages: Readonly<Record<string, string>> = tier.efa
    ? { [hugePagesResource]: efaHugePagesQuantity }
    : {};
  const sharing = sharingTier(tier);
  if (sharing !== undefined) {
    return sharedCapacities(sharing).map(({ gpus, capacity }) => ({
      suffix: String(gpus),
      ...overlay(tier, `gpus-${gpus}`, { ...capacity, ...hugePages }, [
        { key: gpuCountLabelKey, operator: "In", values: [String(gpus)] },
      ]),
    }));
  }
  if (!tier.efa) return [];
  return [{ suffix: "huge-pages", ...overlay(tier, "huge-pages", hugePages, []) }];
}

function overlay(
  { name }: OverlaidTier,
  ending: string,
  capacity: NodeOverlay["spec"]["capacity"],
  requirements: readonly NodeSelectorRequirement[],
): Omit<NodeOverlay, "suffix"> {
  return {
    metadata: { name: `${name}-${ending}`, labels: ownershipLabels },
    spec: {
      requirements: [{ key: nodePoolLabelKey, operator: "In", values: [name] }, ...requirements],
      capacity,
    },
  };
}
