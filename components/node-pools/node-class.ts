import * as ec2 from "@pulumi/aws/ec2";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

import {
  ec2NodeClassSpec,
  type NodeClassPlacement,
  type PlacementGroupTerm,
} from "./ec2-node-class.builder";
import { longestDeleteTimeoutMinutes } from "./delete-timeout";
import type { Tier } from "./tier";
import type { NodeClassProfile } from "./node-class-profiles";
import type { NodeClassSlotName } from "./pool-names";

export interface NodeClassArgs extends NodeClassPlacement {
  /** Name of the EC2NodeClass in the cluster. */
  readonly name: NodeClassSlotName;
  readonly profile: NodeClassProfile;
  /** Placement group of the nodes. With `own: true` this component creates the group. */
  readonly placementGroup?: PlacementGroupTerm & { readonly own: boolean };
  /** The tiers that use the class. */
  readonly tiers: readonly Tier[];
}

/**
 * One EC2NodeClass, and its placement group where the stack asks for one.
 *
 * ### Cost
 * None. The volumes are billed with the nodes.
 */
export class NodeClass extends pulumi.ComponentResource {
  /** Name of the EC2NodeClass in the cluster. */
  readonly nodeClassName: pulumi.Output<string>;

  constructor(name: string, args: NodeClassArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:node-pools:NodeClass", name, {}, opts);

    const dependsOn = this.ownPlacementGroup(name, args);
    const nodeClass = new CustomResource(
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
      {
        parent: this,
        dependsOn,
        customTimeouts: { delete: `${longestDeleteTimeoutMinutes(args.tiers)}m` },
      },
    );

    this.nodeClassName = nodeClass.metadata.name;
    this.registerOutputs({ nodeClassName: this.nodeClassName });
  }

  /**
   * The class names its group only as text, so it has to depend on the group. AWS deletes no group with instances.
   */
  private ownPlacementGroup(
    name: string,
    { placementGroup, tags }: NodeClassArgs,
  ): pulumi.Resource[] {
    if (placementGroup?.own !== true || placementGroup.name === undefined) return [];
    return [
      new ec2.PlacementGroup(
        `${name}-placement-group`,
        { name: placementGroup.name, strategy: "cluster", tags },
        { parent: this },
      ),
    ];
  }
}
