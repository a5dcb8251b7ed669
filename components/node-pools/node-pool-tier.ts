import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

import { deleteTimeoutMinutes } from "./delete-timeout";
import { nodeOverlays } from "./node-overlays.builder";
import { nodePool } from "./node-pool.builder";
import type { Tier } from "./tier";

export interface NodePoolTierArgs {
  /** The tier with the overrides of the stack. Its values are plain, so policies can read them at preview. */
  readonly tier: Tier;
}

/**
 * The NodePool of one tier. Where pods share GPUs or use EFA, there are also NodeOverlays, which tell Karpenter the
 * number of shares and the huge pages.
 *
 * ### Cost
 * None while the pool is empty. The maximum is price of an instance x (limit / accelerators of the instance).
 */
export class NodePoolTier extends pulumi.ComponentResource {
  /** Name of the NodePool in the cluster. */
  readonly nodePoolName: pulumi.Output<string>;

  constructor(name: string, args: NodePoolTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:node-pools:NodePoolTier", name, {}, opts);

    const overlays = createOverlays(name, args.tier, { parent: this });
    const pool = createNodePool(name, args.tier, {
      parent: this,
      // The overlays name the pool only as text, so the order has to be declared. Without overlays Karpenter assumes
      // that the pool has whole GPUs and no huge pages, and launches nodes for pods that can never run on them.
      dependsOn: overlays,
    });

    this.nodePoolName = pool.metadata.name;
    this.registerOutputs({ nodePoolName: this.nodePoolName });
  }
}

function createOverlays(
  name: string,
  tier: Tier,
  opts: pulumi.CustomResourceOptions,
): CustomResource[] {
  return nodeOverlays(tier).map(
    ({ suffix, ...overlay }) =>
      new CustomResource(
        `${name}-node-overlay-${suffix}`,
        { apiVersion: "karpenter.sh/v1alpha1", kind: "NodeOverlay", ...overlay },
        opts,
      ),
  );
}

function createNodePool(name: string, tier: Tier, opts: pulumi.CustomResourceOptions) {
  return new CustomResource(
    `${name}-node-pool`,
    { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) },
    {
      ...opts,
      protect: tier.protect,
      customTimeouts: { delete: `${deleteTimeoutMinutes(tier)}m` },
    },
  );
}
