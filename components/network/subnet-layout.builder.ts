import { formatRange, parseRange, partOf, type Ipv4Range } from "./ipv4-range";

/** The subnets of one zone of the nodes, each an IPv4 range in CIDR form. */
export interface ZoneSubnets {
  readonly zone: string;
  /** For nodes and pods: one eighth of the VPC. */
  readonly private: string;
  /** For NAT gateways and internet-facing load balancers. */
  readonly public: string;
}

/** The subnet of one zone of the control plane, for its network interfaces. It has no route to the internet. */
export interface ControlPlaneSubnet {
  readonly zone: string;
  readonly intra: string;
}

/**
 * Divides the range of a VPC between its zones.
 *
 * The range is cut into eight parts. Six are the private subnets of zones a to f. The seventh contains the public
 * subnets and the eighth the intra subnets. The letter of a zone decides its place. Neither its position in the list
 * nor the other zones do, so no subnet moves when zones come, go or change their order. To move a subnet means to
 * replace it.
 *
 * The zones of the nodes may change. Those of the control plane may not: `controlPlaneLayout`.
 *
 * @param vpcCidr /16 to /20, e.g. `10.40.0.0/16`
 * @param zones zone names with a letter from a to f, e.g. `us-east-1a`
 */
export function subnetLayout(vpcCidr: string, zones: readonly string[]): readonly ZoneSubnets[] {
  return zones.map((zone) => {
    const place = zonePlace(zone);
    return {
      zone,
      private: formatRange(eighth(vpcCidr, place)),
      public: formatRange(partOf(eighth(vpcCidr, 6), 3, place)),
    };
  });
}

/**
 * The subnets of the control plane, at places of the same layout. EKS accepts other subnets later only when they are
 * in exactly the zones of the first ones, so these zones are fixed when the cluster is created.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
export function controlPlaneLayout(
  vpcCidr: string,
  zones: readonly string[],
): readonly ControlPlaneSubnet[] {
  return zones.map((zone) => ({
    zone,
    intra: formatRange(partOf(eighth(vpcCidr, 7), 3, zonePlace(zone))),
  }));
}

function eighth(vpcCidr: string, index: number): Ipv4Range {
  return partOf(parseRange(vpcCidr), 3, index);
}

/** Place of a zone in the layout: a is 0, f is 5. */
export function zonePlace(zone: string): number {
  const index = "abcdef".indexOf(zone.slice(-1));
  if (index < 0)
    throw new Error(`zone: no place in the layout, got ${zone}; expected a letter from a to f`);
  return index;
}
