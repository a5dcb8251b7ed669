import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import type { ZoneSubnets } from "./subnet-layout.builder";

/** The subnets of one zone, and the ranges they were made from. */
export interface ZoneNetwork {
  readonly layout: ZoneSubnets;
  readonly publicSubnet: ec2.Subnet;
  readonly privateSubnet: ec2.Subnet;
}

export interface ZoneNetworkArgs {
  /** Value of the tag `karpenter.sh/discovery` on the private subnet. */
  readonly clusterName: string;
  /** Ranges that pods take their addresses from. Empty: pods share the private subnet. */
  readonly podCidrs: readonly string[];
}

/** Makes the subnets of one zone of the nodes. */
export function zoneNetwork(
  name: string,
  { clusterName, podCidrs }: ZoneNetworkArgs,
  vpc: ec2.Vpc,
  layout: ZoneSubnets,
  opts: pulumi.CustomResourceOptions,
): ZoneNetwork {
  const subnet = (kind: "public" | "private", tags: Record<string, string>) =>
    new ec2.Subnet(
      `${name}-${kind}-${layout.zone}`,
      {
        vpcId: vpc.id,
        cidrBlock: layout[kind],
        availabilityZone: layout.zone,
        mapPublicIpOnLaunch: false,
        tags: { Name: `${clusterName}-${kind}-${layout.zone}`, "network-type": kind, ...tags },
      },
      opts,
    );
  return {
    layout,
    publicSubnet: subnet("public", { "kubernetes.io/role/elb": "1" }),
    privateSubnet: subnet("private", {
      "kubernetes.io/role/internal-elb": "1",
      "karpenter.sh/discovery": clusterName,
      // With prefix delegation the first interface of a node, which is in this subnet, has room for all its pods. The
      // CNI uses another subnet only when that interface is full. This tag keeps pods off it, and so in their own
      // ranges.
      // https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html
      ...(podCidrs.length === 0 ? {} : { "kubernetes.io/role/cni": "0" }),
    }),
  };
}
