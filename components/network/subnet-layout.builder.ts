import { formatRange, parseRange, partOf, type Ipv4Range } from "./ipv4-range";

/** The subnets of one availability zone, each an IPv4 range in CIDR form. */
export interface ZoneSubnets {
  readonly zone: string;
  /** Nodes and pods; an eighth of the VPC. */
  readonly private: string;
  /** NAT gateways and internet-facing load balancers. */
  readonly public: string;
  /** Network interfaces of the control plane; no route to the internet. */
  readonly intra: string;
}

/**
 * Divides a VPC's range over its zones.
 *
 * The range is cut into eighths: six for the private subnets of zones a to f, the seventh for the public
 * and the eighth for the intra subnets. A zone's place comes from its letter, not from its position in
 * the list, so adding or reordering zones moves no subnet (a moved subnet is a replaced one).
 *
 * @param vpcCidr /16 to /20, e.g. `10.40.0.0/16`
 * @param zones zone names, e.g. `us-east-1a`; letters a to f
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
