import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { deleteTimeoutMinutes } from "./delete-timeout";
import { nodePool, type Tier } from "./node-pool.builder";

export interface NodePoolTierArgs {
  /** The tier with the stack's overrides applied; plain, so that policies can read it at preview. */
  readonly tier: Tier;
}

/**
 * The NodePool of one tier.
 *
 * ### Cost
 * Nothing while empty. At most its limit: price of an instance x (limit / accelerators of the instance).
 */
export class NodePoolTier extends pulumi.ComponentResource {
  /** Name of the NodePool in the cluster. */
  readonly nodePoolName: pulumi.Output<string>;

  constructor(name: string, args: NodePoolTierArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:node-pools:NodePoolTier", name, {}, opts);

    const pool = new k8s.apiextensions.CustomResource(
      `${name}-node-pool`,
      { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(args.tier) },
      {
        parent: this,
        protect: args.tier.protect,
        customTimeouts: { delete: `${deleteTimeoutMinutes(args.tier)}m` },
      },
    );

    this.nodePoolName = pool.metadata.name;
    this.registerOutputs({ nodePoolName: this.nodePoolName });
  }
}
