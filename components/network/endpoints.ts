import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import type { ZoneNetwork } from "./zone-network";

export interface EndpointsArgs {
  readonly region: string;
  /** Ranges that may reach the interface endpoints: the range of the VPC and the ranges for pods. */
  readonly cidrs: readonly string[];
  /** Short names of interface endpoints, e.g. `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  readonly vpc: ec2.Vpc;
  readonly zones: readonly ZoneNetwork[];
  readonly routeTables: readonly ec2.RouteTable[];
}

/** Makes the gateway endpoint for S3, and the interface endpoints of the stack. */
export function endpoints(
  name: string,
  args: EndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const common = { vpcId: args.vpc.id };
  new ec2.VpcEndpoint(
    `${name}-s3`,
    {
      ...common,
      serviceName: `com.amazonaws.${args.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: args.routeTables.map((table) => table.id),
      tags: { Name: `${name}-s3` },
    },
    opts,
  );
  if (args.interfaceEndpoints.length === 0) return;
  const securityGroup = endpointSecurityGroup(name, args, opts);
  for (const service of args.interfaceEndpoints) {
    new ec2.VpcEndpoint(
      `${name}-${service.replaceAll(".", "-")}`,
      {
        ...common,
        serviceName: `com.amazonaws.${args.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: args.zones.map((zone) => zone.privateSubnet.id),
        securityGroupIds: [securityGroup.id],
        tags: { Name: `${name}-${service}` },
      },
      opts,
    );
  }
}

function endpointSecurityGroup(
  name: string,
  args: EndpointsArgs,
  opts: pulumi.CustomResourceOptions,
) {
  return new ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      vpcId: args.vpc.id,
      description: "HTTPS from the VPC to its interface endpoints",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [...args.cidrs] }],
      tags: { Name: `${name}-endpoints` },
    },
    opts,
  );
}
