import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import { controlPlaneSubnets } from "./control-plane-subnets";
import { endpoints } from "./endpoints";
import { natGateways } from "./nat-gateways";
import { podSubnets } from "./pod-subnets";
import { subnetLayout } from "./subnet-layout.builder";
import { type ZoneNetwork, zoneNetwork } from "./zone-network";

export interface NetworkArgs {
  /** IPv4 range of the VPC, /16 to /20. */
  readonly cidr: string;
  /** More ranges, only for pods, e.g. `100.64.0.0/16`. Empty: pods share the private subnets. */
  readonly podCidrs: readonly string[];
  /** Zones of nodes and pods by name, at least two. */
  readonly zones: readonly string[];
  /** Zones of the control plane by name, at least two. Once the cluster exists they never change. */
  readonly controlPlaneZones: readonly string[];
  /** Zones of the system nodes, each one of `zones`. */
  readonly systemNodeZones: readonly string[];
  readonly natGateways: "single" | "one-per-zone";
  /** Short names of interface endpoints, e.g. `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  readonly region: string;
  /** Value of the tag `karpenter.sh/discovery` on the private subnets. */
  readonly clusterName: string;
  /** Pulumi refuses to delete the VPC. */
  readonly protect: boolean;
}

/**
 * A VPC with private and public subnets in each zone of the nodes, intra subnets in each zone of the control plane,
 * NAT gateways and endpoints. Pods have their own subnets if the stack has ranges for them (docs/network.md).
 *
 * ### Cost
 * A NAT gateway costs about $0.045 an hour and $0.045 a GB, an interface endpoint about $0.01 an hour in each zone
 * (us-east-1, 2026). The S3 gateway endpoint is free. Downloads of image layers go through it and not through NAT.
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  /** Private subnets in the zones of the system nodes. */
  readonly systemNodeSubnetIds: pulumi.Output<string[]>;
  readonly intraSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:network:Network", name, {}, opts);
    const child = { parent: this };

    const vpc = createVpc(name, args, { ...child, protect: args.protect });
    const internet = new ec2.InternetGateway(
      `${name}-internet-gateway`,
      { vpcId: vpc.id, tags: { Name: args.clusterName } },
      child,
    );
    const zones = subnetLayout(args.cidr, args.zones).map((layout) =>
      zoneNetwork(name, args, vpc, layout, child),
    );
    const publicRoutes = createPublicRoutes(name, vpc, internet, zones, child);
    const nat = natGateways(
      name,
      { mode: args.natGateways, zones, dependsOn: publicRoutes },
      child,
    );
    const controlPlane = controlPlaneSubnets(name, { ...args, vpc }, child);
    const byZone = createPrivateRoutes(name, vpc, zones, nat, child);
    podSubnets(name, { ...args, vpc, routeTables: byZone }, child);
    const cidrs = [args.cidr, ...args.podCidrs];
    const routeTables = [controlPlane.routeTable, ...byZone.values()];
    endpoints(name, { ...args, cidrs, vpc, zones, routeTables }, child);

    this.vpcId = vpc.id;
    const systemNodeZones = zones.filter(({ layout }) =>
      args.systemNodeZones.includes(layout.zone),
    );
    this.systemNodeSubnetIds = pulumi.all(systemNodeZones.map((zone) => zone.privateSubnet.id));
    this.intraSubnetIds = pulumi.all(controlPlane.subnets.map((subnet) => subnet.id));
    this.registerOutputs({
      vpcId: this.vpcId,
      systemNodeSubnetIds: this.systemNodeSubnetIds,
      intraSubnetIds: this.intraSubnetIds,
    });
  }
}

function createVpc(name: string, args: NetworkArgs, opts: pulumi.CustomResourceOptions) {
  return new ec2.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: args.cidr,
      // Private endpoints need both, and so do nodes, which register under their host name.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: args.clusterName },
    },
    opts,
  );
}

function createPublicRoutes(
  name: string,
  vpc: ec2.Vpc,
  internet: ec2.InternetGateway,
  zones: readonly ZoneNetwork[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const table = new ec2.RouteTable(
    `${name}-public`,
    { vpcId: vpc.id, tags: { Name: `${name}-public` } },
    opts,
  );
  const route = new ec2.Route(
    `${name}-public-internet`,
    { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
    opts,
  );
  const associations = zones.map(
    ({ layout, publicSubnet }) =>
      new ec2.RouteTableAssociation(
        `${name}-public-${layout.zone}`,
        { routeTableId: table.id, subnetId: publicSubnet.id },
        opts,
      ),
  );
  return [route, ...associations];
}

/**
 * Each private subnet has its own route table, so that a zone uses its own NAT gateway. The result gives the table of
 * each zone, by zone name.
 */
function createPrivateRoutes(
  name: string,
  vpc: ec2.Vpc,
  zones: readonly ZoneNetwork[],
  nat: ReadonlyMap<string, ec2.NatGateway>,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, ec2.RouteTable> {
  const byZone = new Map<string, ec2.RouteTable>();
  for (const { layout, privateSubnet } of zones) {
    const key = `${name}-private-${layout.zone}`;
    const table = new ec2.RouteTable(key, { vpcId: vpc.id, tags: { Name: key } }, opts);
    byZone.set(layout.zone, table);
    const gateway = nat.get(layout.zone);
    if (gateway !== undefined) {
      new ec2.Route(
        `${key}-internet`,
        { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
        opts,
      );
    }
    new ec2.RouteTableAssociation(
      key,
      { routeTableId: table.id, subnetId: privateSubnet.id },
      opts,
    );
  }
  return byZone;
}
