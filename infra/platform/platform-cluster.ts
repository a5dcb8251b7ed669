import type * as pulumi from "@pulumi/pulumi";

import type { ControllerIdentity } from "../../components/karpenter/controller-role";
import type { NodeDiscovery } from "../../components/node-pools/ec2-node-class.builder";
import type { ControllerPlacement } from "../../components/shared/controller-placement";

/** The cluster that Karpenter, the operators and the tiers come to. */
export interface PlatformCluster {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  /** Kubeconfig whose user runs `aws eks get-token`; it holds no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly vpcId: pulumi.Output<string>;
  /** How Karpenter's controller comes to its AWS credentials in this cluster. */
  readonly controllerIdentity: ControllerIdentity;
  /** Nodes of Karpenter and the operators, where those are not the stack's system nodes. */
  readonly placement?: ControllerPlacement;
  /** Subnets and security groups of the nodes, where the stack did not make them. */
  readonly discovery?: NodeDiscovery;
  /** What has to stand before Karpenter may come, and until it is gone: nodes to run on, their add-ons. */
  readonly ready: readonly pulumi.Resource[];
}
