import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

import { deleteTimeoutMinutes } from "./delete-timeout";
import { nodeOverlays } from "./gpu-sharing.builder";
import { nodePool, sharingTier } from "./node-pool.builder";
import type { Tier } from "./tier";

export interface NodePoolTierArgs {
  /** The tier with the stack's overrides applied; plain, so that policies can read it at preview. */
  readonly tier: Tier;
}

/**
 * The NodePool of one tier, and the NodeOverlays that tell Karpenter of its GPUs where pods share them.
 *
 * ### Cost
 * Nothing while empty. At most its limit: price of an instance x (limit / accelerators of the instance).
 */
export class NodePoolTier extends pulumi.ComponentResource {
  /** Name of the NodePool in the cluster. */
  readonly nodePoolName: pulumi.Output<string>;

  constructor(name: string, args: NodePoolTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:node-pools:NodePoolTier", name, {}, opts);

    const sharing = sharingTier(args.tier);
    const overlays = (sharing === undefined ? [] : nodeOverlays(sharing)).map(
      ({ gpus, ...overlay }) =>
        new CustomResource(
          `${name}-node-overlay-${gpus}`,
          { apiVersion: "karpenter.sh/v1alpha1", kind: "NodeOverlay", ...overlay },
          { parent: this },
        ),
    );
    const pool = new CustomResource(
      `${name}-node-pool`,
      { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(args.tier) },
      {
        parent: this,
        protect: args.tier.protect,
        // The overlays name the pool as text. Without them Karpenter takes the pool's GPUs for whole ones, and launches
        // nodes for pods that will never run on them.
        dependsOn: overlays,
        customTimeouts: { delete: `${deleteTimeoutMinutes(args.tier)}m` },
      },
    );

    this.nodePoolName = pool.metadata.name;
    this.registerOutputs({ nodePoolName: this.nodePoolName });
  }
}
