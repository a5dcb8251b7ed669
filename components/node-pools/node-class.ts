import * as ec2 from "@pulumi/aws/ec2";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

import {
  ec2NodeClassSpec,
  type NodeClassPlacement,
  type PlacementGroupTerm,
} from "./ec2-node-class.builder";
import { longestDeleteTimeoutMinutes } from "./delete-timeout";
import type { NodeClassProfile } from "./node-class-profiles";
import { ownershipLabels } from "./ownership-labels";
import type { NodeClassSlotName } from "./pool-names";
import type { Tier } from "./tier";

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

    const placementGroups = createPlacementGroup(name, args, { parent: this });
    const nodeClass = createNodeClass(name, args, {
      parent: this,
      // The class names its group only as text, and AWS deletes no group with instances.
      dependsOn: placementGroups,
    });

    this.nodeClassName = nodeClass.metadata.name;
    this.registerOutputs({ nodeClassName: this.nodeClassName });
  }
}

/** The stack's own placement group, or nothing where it names an existing group or none. */
function createPlacementGroup(
  name: string,
  { placementGroup, tags }: NodeClassArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  if (placementGroup?.own !== true || placementGroup.name === undefined) return [];
  return [
    new ec2.PlacementGroup(
      `${name}-placement-group`,
      { name: placementGroup.name, strategy: "cluster", tags },
      opts,
    ),
  ];
}

function createNodeClass(name: string, args: NodeClassArgs, opts: pulumi.CustomResourceOptions) {
  return new CustomResource(
    `${name}-ec2-node-class`,
    {
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      metadata: { name: args.name, labels: ownershipLabels },
      spec: ec2NodeClassSpec(args.profile, args),
    },
    { ...opts, customTimeouts: { delete: `${longestDeleteTimeoutMinutes(args.tiers)}m` } },
  );
}
