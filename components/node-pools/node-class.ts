import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ec2NodeClassSpec, type NodeClassPlacement } from "./ec2-node-class.builder";
import { longestDeleteTimeoutMinutes } from "./delete-timeout";
import type { Tier } from "./node-pool.builder";
import type { NodeClassName, NodeClassProfile } from "./node-class-profiles";

export interface NodeClassArgs extends NodeClassPlacement {
  /** Name of the EC2NodeClass in the cluster. */
  readonly name: NodeClassName;
  readonly profile: NodeClassProfile;
  /** The tiers that use the class. */
  readonly tiers: readonly Tier[];
}

/** One EC2NodeClass. It costs nothing by itself; its volumes are billed with the nodes. */
export class NodeClass extends pulumi.ComponentResource {
  /** Name of the EC2NodeClass in the cluster. */
  readonly nodeClassName: pulumi.Output<string>;

  constructor(name: string, args: NodeClassArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:node-pools:NodeClass", name, {}, opts);

    const nodeClass = new k8s.apiextensions.CustomResource(
      `${name}-ec2-node-class`,
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: {
          name: args.name,
          labels: {
            "app.kubernetes.io/managed-by": "pulumi",
            "app.kubernetes.io/part-of": "accelerator-platform",
          },
        },
        spec: ec2NodeClassSpec(args.profile, args),
      },
      { parent: this, customTimeouts: { delete: `${longestDeleteTimeoutMinutes(args.tiers)}m` } },
    );

    this.nodeClassName = nodeClass.metadata.name;
    this.registerOutputs({ nodeClassName: this.nodeClassName });
  }
}
