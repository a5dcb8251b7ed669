/** The two security groups of eks:index:Cluster and their six rules, with the names of @pulumi/eks 4.3.0. */
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupRule } from "@pulumi/aws/ec2/securityGroupRule";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterInputs } from "./cluster-inputs";

const everywhere = { fromPort: 0, toPort: 0, protocol: "-1" };
const https = { fromPort: 443, toPort: 443, protocol: "tcp" };

export function clusterSecurityGroup(
  name: string,
  inputs: ClusterInputs,
  parent: pulumi.Resource,
): SecurityGroup {
  const group = new SecurityGroup(
    `${name}-eksClusterSecurityGroup`,
    {
      vpcId: inputs.vpcId,
      revokeRulesOnDelete: true,
      tags: pulumi
        .all([inputs.tags, inputs.clusterSecurityGroupTags])
        .apply(([tags, groupTags]) => ({
          Name: `${name}-eksClusterSecurityGroup`,
          ...groupTags,
          ...tags,
        })),
    },
    { parent },
  );
  new SecurityGroupRule(
    `${name}-eksClusterInternetEgressRule`,
    {
      description: "Allow internet access.",
      type: "egress",
      ...everywhere,
      cidrBlocks: ["0.0.0.0/0"],
      securityGroupId: group.id,
    },
    { parent },
  );
  return group;
}

/** The security group of the nodes, and the rule that lets the nodes reach the API server. */
export function nodeSecurityGroup(
  name: string,
  inputs: ClusterInputs,
  cluster: {
    readonly name: pulumi.Output<string>;
    readonly securityGroupId: pulumi.Output<string>;
  },
  parent: pulumi.Resource,
): { readonly group: SecurityGroup; readonly ingressRule: SecurityGroupRule } {
  const group = new SecurityGroup(
    `${name}-nodeSecurityGroup`,
    {
      vpcId: inputs.vpcId,
      revokeRulesOnDelete: true,
      tags: pulumi
        .all([inputs.tags, inputs.nodeSecurityGroupTags, cluster.name])
        .apply(([tags, groupTags, clusterName]) => ({
          Name: `${name}-nodeSecurityGroup`,
          [`kubernetes.io/cluster/${clusterName}`]: "owned",
          ...groupTags,
          ...tags,
        })),
    },
    { parent },
  );
  nodeRules(name, group, cluster.securityGroupId, parent);
  const ingressRule = new SecurityGroupRule(
    `${name}-eksClusterIngressRule`,
    {
      description: "Allow pods to communicate with the cluster API Server",
      type: "ingress",
      ...https,
      securityGroupId: cluster.securityGroupId,
      sourceSecurityGroupId: group.id,
    },
    { parent },
  );
  return { group, ingressRule };
}

function nodeRules(
  name: string,
  group: SecurityGroup,
  clusterGroupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const securityGroupId = group.id;
  new SecurityGroupRule(
    `${name}-eksNodeIngressRule`,
    {
      description: "Allow nodes to communicate with each other",
      type: "ingress",
      ...everywhere,
      securityGroupId,
      self: true,
    },
    { parent },
  );
  new SecurityGroupRule(
    `${name}-eksNodeClusterIngressRule`,
    {
      description:
        "Allow worker Kubelets and pods to receive communication from the cluster control plane",
      type: "ingress",
      fromPort: 1025,
      toPort: 65535,
      protocol: "tcp",
      securityGroupId,
      sourceSecurityGroupId: clusterGroupId,
    },
    { parent },
  );
  new SecurityGroupRule(
    `${name}-eksExtApiServerClusterIngressRule`,
    {
      description:
        "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
      type: "ingress",
      ...https,
      securityGroupId,
      sourceSecurityGroupId: clusterGroupId,
    },
    { parent },
  );
  new SecurityGroupRule(
    `${name}-eksNodeInternetEgressRule`,
    {
      description: "Allow internet access.",
      type: "egress",
      ...everywhere,
      cidrBlocks: ["0.0.0.0/0"],
      securityGroupId,
    },
    { parent },
  );
}
