import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";

import type { ZoneNetwork } from "./zone-network";

export interface NatGatewaysArgs {
  readonly mode: "single" | "one-per-zone";
  readonly zones: readonly ZoneNetwork[];
  /** The public routes. Without them a gateway runs but forwards no traffic. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Makes the NAT gateways. The result gives the gateway of each zone's private subnet, by zone name. */
export function natGateways(
  name: string,
  args: NatGatewaysArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, ec2.NatGateway> {
  const hosts = { single: args.zones.slice(0, 1), "one-per-zone": args.zones }[args.mode];
  const gateways = hosts.map(
    (zone) =>
      [
        zone.layout.zone,
        natGateway(name, zone, { ...opts, dependsOn: [...args.dependsOn] }),
      ] as const,
  );
  const own = new Map(gateways);
  const shared = gateways[0]?.[1];
  return new Map(
    args.zones.flatMap(({ layout }) => {
      const gateway = own.get(layout.zone) ?? shared;
      return gateway === undefined ? [] : [[layout.zone, gateway] as const];
    }),
  );
}

function natGateway(
  name: string,
  { layout, publicSubnet }: ZoneNetwork,
  opts: pulumi.CustomResourceOptions,
) {
  const key = `${name}-nat-${layout.zone}`;
  const address = new ec2.Eip(key, { domain: "vpc", tags: { Name: key } }, opts);
  return new ec2.NatGateway(
    key,
    { allocationId: address.id, subnetId: publicSubnet.id, tags: { Name: key } },
    opts,
  );
}
