import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import { podSubnetLayout, type PodSubnet } from "./pod-subnet-layout.builder";

export interface PodSubnetsArgs {
  readonly podCidrs: readonly string[];
  readonly zones: readonly string[];
  readonly clusterName: string;
  readonly vpc: ec2.Vpc;
  /** Route table of each zone's private subnet, by zone name: pods reach the internet where their node does. */
  readonly routeTables: ReadonlyMap<string, ec2.RouteTable>;
}

/**
 * Further ranges of the VPC and, in each, a subnet per zone for pods alone.
 *
 * The VPC CNI makes the interfaces of pods in subnets that carry `kubernetes.io/role/cni: 1`. They carry no
 * `karpenter.sh/discovery`, so neither Karpenter nor the system nodes put a node there.
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
        `${name}-pods-${named(cidrBlock)}`,
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

interface Place {
  readonly layout: PodSubnet;
  readonly range: ec2.VpcIpv4CidrBlockAssociation;
  readonly routeTable: ec2.RouteTable;
}

function podSubnet(
  name: string,
  { clusterName }: PodSubnetsArgs,
  { layout, range, routeTable }: Place,
  opts: pulumi.CustomResourceOptions,
) {
  const key = `${name}-pods-${named(layout.podCidr)}-${layout.zone}`;
  const subnet = new ec2.Subnet(
    key,
    {
      // The VPC's id by way of the range: the subnet comes after the range and goes before it.
      vpcId: range.vpcId,
      cidrBlock: layout.cidr,
      availabilityZone: layout.zone,
      mapPublicIpOnLaunch: false,
      tags: {
        Name: `${clusterName}-pods-${named(layout.podCidr)}-${layout.zone}`,
        "network-type": "pods",
        "kubernetes.io/role/cni": "1",
      },
    },
    opts,
  );
  new ec2.RouteTableAssociation(key, { routeTableId: routeTable.id, subnetId: subnet.id }, opts);
  return subnet;
}

/** `100-64-0-0` for `100.64.0.0/16`: part of a logical name, so the range itself and not its place in the list. */
function named(podCidr: string): string {
  return (podCidr.split("/")[0] ?? "").replaceAll(".", "-");
}
