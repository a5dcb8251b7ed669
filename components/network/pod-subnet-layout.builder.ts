import { formatRange, parseRange, partOf } from "./ipv4-range";
import { zonePlace } from "./subnet-layout.builder";

/** The subnet for the pods of one zone, in one of the ranges for pods. */
export interface PodSubnet {
  readonly zone: string;
  /** The range that contains the subnet, e.g. `100.64.0.0/16`. */
  readonly podCidr: string;
  /** The range of the subnet: one eighth of `podCidr`. */
  readonly cidr: string;
}

/**
 * Cuts each range into eight parts and gives one to each zone. The last two parts stay free. As in the range of the
 * VPC, the letter of a zone decides its place. So a new zone or a new range moves no subnet.
 */
export function podSubnetLayout(
  podCidrs: readonly string[],
  zones: readonly string[],
): readonly PodSubnet[] {
  return podCidrs.flatMap((podCidr) =>
    zones.map((zone) => ({
      zone,
      podCidr,
      cidr: formatRange(partOf(parseRange(podCidr), 3, zonePlace(zone))),
    })),
  );
}
