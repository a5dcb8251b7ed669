import { formatRange, parseRange, partOf } from "./ipv4-range";
import { zonePlace } from "./subnet-layout.builder";

/** The subnet that pods of one zone take from one of the VPC's further ranges. */
export interface PodSubnet {
  readonly zone: string;
  /** The range it is cut from, e.g. `100.64.0.0/16`. */
  readonly podCidr: string;
  /** An eighth of it. */
  readonly cidr: string;
}

/**
 * Cuts each range into eighths, one per zone; the last two stay free. As in the VPC's own range a zone's place
 * comes from its letter, so that adding a zone or a range moves no subnet.
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
