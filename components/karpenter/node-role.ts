import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { karpenterNodeRoleName } from "./aws-names";
import { nodeTrustPolicy } from "./trust-policies.builder";
import type { Partition } from "../shared/partition";

export interface NodeRoleArgs {
  /** Name of the EKS cluster that the nodes join. */
  readonly clusterName: string;
  /** AWS partition, for example `aws` or `aws-cn`. */
  readonly partition: Partition;
  /** Pulumi refuses to delete or replace the role. */
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The role of every node that Karpenter launches, and the access entry that lets those nodes into the cluster.
 *
 * The access entry needs the cluster, but names it only as text. So pass the cluster in `opts.dependsOn`.
 */
export class NodeRole extends pulumi.ComponentResource {
  /** Name of the role, for `spec.role` of an EC2NodeClass. Equals `karpenterNodeRoleName(clusterName)`. */
  readonly roleName: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:karpenter:NodeRole", name, {}, opts);

    const role = createRole(name, args, { parent: this, protect: args.protect });
    attachManagedPolicies(name, args.partition, role, { parent: this });
    createAccessEntry(name, args, role, { parent: this });

    this.roleName = role.name;
    this.roleArn = role.arn;
    this.registerOutputs({ roleName: this.roleName, roleArn: this.roleArn });
  }
}

/** AWS managed policies of a node. PullOnly is enough to pull images; ReadOnly allows more. */
const managedPolicies = {
  cni: "AmazonEKS_CNI_Policy",
  worker: "AmazonEKSWorkerNodePolicy",
  registry: "AmazonEC2ContainerRegistryPullOnly",
  ssm: "AmazonSSMManagedInstanceCore",
} as const;

function createRole(name: string, args: NodeRoleArgs, opts: pulumi.CustomResourceOptions) {
  return new iam.Role(
    `${name}-role`,
    {
      name: karpenterNodeRoleName(args.clusterName),
      description: `Nodes that Karpenter launches for ${args.clusterName}`,
      assumeRolePolicy: JSON.stringify(nodeTrustPolicy(args.partition)),
      tags: args.tags,
    },
    opts,
  );
}

function attachManagedPolicies(
  name: string,
  partition: Partition,
  role: iam.Role,
  opts: pulumi.CustomResourceOptions,
) {
  for (const [key, policy] of Object.entries(managedPolicies)) {
    new iam.RolePolicyAttachment(
      `${name}-${key}-attachment`,
      { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` },
      opts,
    );
  }
}

/**
 * EKS stores the internal id of the role in the entry, not only its ARN. A role that was deleted and created again
 * has the same name and ARN but another id. Then the entry looks unchanged, and no node can join. Three settings
 * prevent that:
 *
 * - `principalArn` is an output of the role and not text, so a replacement of the role also replaces the entry.
 * - `replacementTrigger` replaces the entry when the unique id of the role has changed since the last run. This
 *   covers a role that somebody deleted by hand and that Pulumi then creates again.
 * - `deleteBeforeReplace` is needed because a cluster allows one entry per principal.
 */
function createAccessEntry(
  name: string,
  args: NodeRoleArgs,
  role: iam.Role,
  opts: pulumi.CustomResourceOptions,
) {
  return new eks.AccessEntry(
    `${name}-access-entry`,
    {
      clusterName: args.clusterName,
      principalArn: role.arn,
      // Nodes of this type need no groups: EKS grants what a Linux node needs.
      type: "EC2_LINUX",
      tags: args.tags,
    },
    { ...opts, deleteBeforeReplace: true, replacementTrigger: role.uniqueId },
  );
}
