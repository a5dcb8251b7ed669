import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import { podSubnetLayout, type PodSubnet } from "./pod-subnet-layout.builder";

export interface PodSubnetsArgs {
  readonly podCidrs: readonly string[];
  readonly zones: readonly string[];
  readonly clusterName: string;
  readonly vpc: ec2.Vpc;
  /**
   * Route table of each zone's private subnet, by zone name. Pods use the same route to the internet as their node.
   */
  readonly routeTables: ReadonlyMap<string, ec2.RouteTable>;
}

/**
 * Adds the ranges for pods to the VPC, and makes a subnet for each zone in each range.
 *
 * The VPC CNI puts the interfaces of pods in subnets with the tag `kubernetes.io/role/cni: 1`. These subnets lack the
 * tag `karpenter.sh/discovery`, so Karpenter and the system nodes put no node there.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html
 */
export function podSubnets(
  name: string,
  args: PodSubnetsArgs,
  opts: pulumi.CustomResourceOptions,
): readonly ec2.Subnet[] {
  const ranges = new Map(
    args.podCidrs.map((cidrBlock) => [
      cidrBlock,
      new ec2.VpcIpv4CidrBlockAssociation(
        `${name}-pods-${dashed(cidrBlock)}`,
        { vpcId: args.vpc.id, cidrBlock },
        opts,
      ),
    ]),
  );
  return podSubnetLayout(args.podCidrs, args.zones).flatMap((layout) => {
    const range = ranges.get(layout.podCidr);
    const routeTable = args.routeTables.get(layout.zone);
    return range === undefined || routeTable === undefined
      ? []
      : [podSubnet(name, args, { layout, range, routeTable }, opts)];
  });
}

interface PodSubnetParts {
  readonly layout: PodSubnet;
  readonly range: ec2.VpcIpv4CidrBlockAssociation;
  readonly routeTable: ec2.RouteTable;
}

function podSubnet(
  name: string,
  { clusterName }: PodSubnetsArgs,
  { layout, range, routeTable }: PodSubnetParts,
  opts: pulumi.CustomResourceOptions,
) {
  const key = `${name}-pods-${dashed(layout.podCidr)}-${layout.zone}`;
  const subnet = new ec2.Subnet(
    key,
    {
      // The id comes from the association of the range. So the subnet is created after the range and deleted before
      // it.
      vpcId: range.vpcId,
      cidrBlock: layout.cidr,
      availabilityZone: layout.zone,
      mapPublicIpOnLaunch: false,
      tags: {
        Name: `${clusterName}-pods-${dashed(layout.podCidr)}-${layout.zone}`,
        "network-type": "pods",
        "kubernetes.io/role/cni": "1",
      },
    },
    opts,
  );
  new ec2.RouteTableAssociation(key, { routeTableId: routeTable.id, subnetId: subnet.id }, opts);
  return subnet;
}

/** `100-64-0-0` for `100.64.0.0/16`. A logical name contains the range, not its position, which may change. */
function dashed(podCidr: string): string {
  return (podCidr.split("/")[0] ?? "").replaceAll(".", "-");
}
