import { formatRange, parseRange, partOf, type Ipv4Range } from "./ipv4-range";

/** The subnets of one availability zone, each an IPv4 range in CIDR form. */
export interface ZoneSubnets {
  readonly zone: string;
  /** For nodes and pods: one eighth of the VPC. */
  readonly private: string;
  /** For NAT gateways and internet-facing load balancers. */
  readonly public: string;
  /** For the network interfaces of the control plane. It has no route to the internet. */
  readonly intra: string;
}

/**
 * Divides the range of a VPC between its zones.
 *
 * The range is cut into eight parts. Six are the private subnets of zones a to f. The seventh contains the public
 * subnets and the eighth the intra subnets. The letter of a zone decides its place, not its position in the list. So
 * a new zone or another order moves no subnet. To move a subnet means to replace it.
 *
 * @param vpcCidr /16 to /20, e.g. `10.40.0.0/16`
 * @param zones zone names with a letter from a to f, e.g. `us-east-1a`
 */
export function subnetLayout(vpcCidr: string, zones: readonly string[]): readonly ZoneSubnets[] {
  const vpc = parseRange(vpcCidr);
  const eighth = (index: number): Ipv4Range => partOf(vpc, 3, index);
  return zones.map((zone) => {
    const place = zonePlace(zone);
    return {
      zone,
      private: formatRange(eighth(place)),
      public: formatRange(partOf(eighth(6), 3, place)),
      intra: formatRange(partOf(eighth(7), 3, place)),
    };
  });
}

/** Place of a zone in the layout: a is 0, f is 5. */
export function zonePlace(zone: string): number {
  const index = "abcdef".indexOf(zone.slice(-1));
  if (index < 0)
    throw new Error(`zone: no place in the layout, got ${zone}; expected a letter from a to f`);
  return index;
}
