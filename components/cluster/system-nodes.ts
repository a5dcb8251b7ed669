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
  /** Number of nodes, 2 or more: Karpenter's two replicas never share a node. */
  readonly count: number;
  /**
   * AMI release, e.g. `1.35.2-20260903`. Default: the newest release on the day when the group is made or updated.
   *
   * It does not hold. The provider sends it only when it changes itself. Another change of the launch template or of the
   * Kubernetes version is an update without a release, for which EKS takes the newest AMI. The next deployment then asks for
   * this older release, and EKS never rolls a node group back.
   *
   * @see https://github.com/hashicorp/terraform-provider-aws/issues/40902
   * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
   */
  readonly releaseVersion?: string;
  /** Key for the volumes. Default: the account's default key for EBS. */
  readonly volumeKeyArn?: pulumi.Input<string>;
  /** Private subnets in at least two zones. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The managed node group on which Karpenter and the operators run. Karpenter does not own these nodes, so it never
 * removes the node that it runs on. Their taint keeps workloads off.
 *
 * ### Cost
 * count x price of the instance type. Three m7i.large cost 3 x $0.1008 = $0.30 an hour (us-east-1, 2026).
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
      // A node without its policies cannot join the cluster or pull images. The group depends only on the role's ARN,
      // so this order has to be declared.
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

/** Names of the AWS managed policies of a node. `PullOnly` allows to pull images and nothing else. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
] as const;

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
            // The AWS provider accepts only an ARN here, no alias.
            ...(args.volumeKeyArn === undefined ? {} : { kmsKeyId: args.volumeKeyArn }),
            deleteOnTermination: "true",
          },
        },
      ],
      // The default of a launch template is unsafe: it leaves IMDSv1 on.
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
