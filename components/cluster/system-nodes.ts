import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { partitionOf } from "../shared/partition";
import { serviceTrust } from "../shared/role-trust.builder";
import { systemNodeSelector } from "../shared/controller-placement";

export interface SystemNodesArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly region: string;
  readonly kubernetesVersion: string;
  readonly instanceType: string;
  /** Nodes, 2 or more: Karpenter's two replicas refuse to share one. */
  readonly count: number;
  /** AMI release, e.g. `1.35.2-20260903`; the newest of the day the group is made where left out. */
  readonly releaseVersion?: string;
  /** Own key of the volumes; the account's default key for EBS where left out. */
  readonly volumeKeyArn?: pulumi.Input<string>;
  /** Private subnets over at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Policies of a node, by their last name. The registry one is enough to pull and no more. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

/**
 * The managed node group that carries Karpenter and the operators: nodes Karpenter does not own, so that
 * it never takes away the ground it stands on. Tainted, so that workloads stay off it.
 *
 * ### Cost
 * count x instance price: three m7i.large are 3 x $0.1008 = $0.30 an hour (us-east-1, 2026).
 */
export class SystemNodes extends pulumi.ComponentResource {
  readonly nodeGroupName: pulumi.Output<string>;

  constructor(name: string, args: SystemNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:cluster:SystemNodes", name, {}, opts);
    const child = { parent: this };

    const { role, attachments } = createNodeRole(name, args, child);
    const template = createLaunchTemplate(name, args, child);
    const nodeGroup = createNodeGroup(name, args, role, template, {
      ...child,
      // A node without its policies neither joins nor pulls; nothing but the role's ARN links them.
      dependsOn: attachments,
    });

    this.nodeGroupName = nodeGroup.nodeGroupName;
    this.registerOutputs({ nodeGroupName: this.nodeGroupName });
  }
}

function createNodeRole(name: string, args: SystemNodesArgs, opts: pulumi.CustomResourceOptions) {
  const partition = partitionOf(args.region);
  const role = new iam.Role(
    `${name}-role`,
    {
      description: "Nodes of the system node group",
      assumeRolePolicy: JSON.stringify(serviceTrust("ec2.amazonaws.com")),
    },
    opts,
  );
  const attachments = nodePolicies.map(
    (policy) =>
      new iam.RolePolicyAttachment(
        `${name}-${policy}`,
        { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  return { role, attachments };
}

function createLaunchTemplate(
  name: string,
  args: SystemNodesArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const tags = { ...args.tags, Name: name };
  return new ec2.LaunchTemplate(
    `${name}-template`,
    {
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: 50,
            encrypted: "true",
            // The provider takes an ARN here, not an alias.
            ...(args.volumeKeyArn === undefined ? {} : { kmsKeyId: args.volumeKeyArn }),
            deleteOnTermination: "true",
          },
        },
      ],
      // A launch template has no safe default here: left out, IMDSv1 stays on.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
    },
    opts,
  );
}

function createNodeGroup(
  name: string,
  args: SystemNodesArgs,
  role: iam.Role,
  template: ec2.LaunchTemplate,
  opts: pulumi.CustomResourceOptions,
) {
  return new eks.NodeGroup(
    `${name}-group`,
    {
      clusterName: args.clusterName,
      nodeRoleArn: role.arn,
      subnetIds: args.subnetIds,
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      instanceTypes: [args.instanceType],
      version: args.kubernetesVersion,
      ...(args.releaseVersion === undefined ? {} : { releaseVersion: args.releaseVersion }),
      scalingConfig: { minSize: args.count, maxSize: args.count + 1, desiredSize: args.count },
      updateConfig: { maxUnavailable: 1 },
      labels: systemNodeSelector,
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      launchTemplate: {
        id: template.id,
        version: template.latestVersion.apply((version) => String(version)),
      },
    },
    opts,
  );
}
