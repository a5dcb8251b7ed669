import type * as pulumi from "@pulumi/pulumi";

import type { ControllerIdentity } from "../../components/karpenter/controller-role";
import type { NodeDiscovery } from "../../components/node-pools/ec2-node-class.builder";
import type { ControllerPlacement } from "../../components/shared/controller-placement";

/** The cluster into which Karpenter, the operators and the tiers are installed. */
export interface PlatformCluster {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  /** Kubeconfig whose user runs `aws eks get-token`; it holds no credentials. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly vpcId: pulumi.Output<string>;
  /** How Karpenter's controller gets AWS credentials in this cluster. */
  readonly controllerIdentity: ControllerIdentity;
  /** Nodes of Karpenter and the operators; the stack's system nodes by default. */
  readonly placement?: ControllerPlacement;
  /** Subnets and security groups of the nodes, when the stack did not create them. */
  readonly discovery?: NodeDiscovery;
  /** Resources that Karpenter needs from its creation to its deletion: nodes to run on and their add-ons. */
  readonly ready: readonly pulumi.Resource[];
}
