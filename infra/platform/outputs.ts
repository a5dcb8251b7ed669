import type * as pulumi from "@pulumi/pulumi";

/** Outputs of a stack. */
export interface PlatformOutputs {
  /** Name of the EKS cluster, for `aws eks update-kubeconfig --name`. */
  readonly clusterName: pulumi.Output<string>;
  /** AWS region of the stack. */
  readonly region: string;
  /** Kubeconfig of the cluster; it runs `aws eks get-token` and holds no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  /** VPC of the nodes. */
  readonly vpcId: pulumi.Output<string>;
  /** IAM role of the nodes that Karpenter launches. */
  readonly nodeRoleName: pulumi.Output<string>;
  /** SQS queue through which Karpenter learns of interruptions. */
  readonly interruptionQueueName: pulumi.Output<string>;
  /** Names of the NodePools. */
  readonly nodePools: readonly string[];
}
