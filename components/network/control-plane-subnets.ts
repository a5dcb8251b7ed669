import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import { controlPlaneLayout } from "./subnet-layout.builder";

export interface ControlPlaneSubnetsArgs {
  readonly vpc: ec2.Vpc;
  /** IPv4 range of the VPC. */
  readonly cidr: string;
  /** Zones of the control plane. They never change (`subnet-layout.builder.ts`). */
  readonly controlPlaneZones: readonly string[];
  readonly clusterName: string;
}

/** The subnets of the control plane, and the route table that all of them share. */
export interface ControlPlaneSubnets {
  readonly subnets: readonly ec2.Subnet[];
  readonly routeTable: ec2.RouteTable;
}

/** Makes the subnets for the network interfaces of the control plane. No route leaves the VPC. */
export function controlPlaneSubnets(
  name: string,
  { vpc, cidr, controlPlaneZones, clusterName }: ControlPlaneSubnetsArgs,
  opts: pulumi.CustomResourceOptions,
): ControlPlaneSubnets {
  const routeTable = new ec2.RouteTable(
    `${name}-intra`,
    { vpcId: vpc.id, tags: { Name: `${name}-intra` } },
    opts,
  );
  const subnets = controlPlaneLayout(cidr, controlPlaneZones).map(({ zone, intra }) => {
    const key = `${name}-intra-${zone}`;
    const subnet = new ec2.Subnet(
      key,
      {
        vpcId: vpc.id,
        cidrBlock: intra,
        availabilityZone: zone,
        mapPublicIpOnLaunch: false,
        tags: { Name: `${clusterName}-intra-${zone}`, "network-type": "intra" },
      },
      opts,
    );
    new ec2.RouteTableAssociation(key, { routeTableId: routeTable.id, subnetId: subnet.id }, opts);
    return subnet;
  });
  return { subnets, routeTable };
}
