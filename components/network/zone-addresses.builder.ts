import { parseRange, sizeOf } from "./ipv4-range";
import { prefixDelegation } from "./node-addresses.builder";
import { podSubnetLayout } from "./pod-subnet-layout.builder";
import { subnetLayout } from "./subnet-layout.builder";

export interface NetworkRanges {
  readonly cidr: string;
  readonly podCidrs: readonly string[];
  readonly zones: readonly string[];
  /** Each endpoint uses one address in every private subnet. */
  readonly interfaceEndpoints: readonly string[];
}

/** Number of addresses that nodes and pods can use in one zone. */
export interface ZoneAddresses {
  readonly zone: string;
  /** Addresses in the private subnet. */
  readonly private: number;
  /** Addresses in the subnets for pods. 0 where pods share the private subnet. */
  readonly pods: number;
}

/**
 * The usable addresses of each zone's subnets. The first and the last /28 of a subnet do not count: AWS reserves the
 * first four addresses and the last one, and a prefix needs a complete /28.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function zoneAddresses(ranges: NetworkRanges): readonly ZoneAddresses[] {
  const pods = podSubnetLayout(ranges.podCidrs, ranges.zones);
  return subnetLayout(ranges.cidr, ranges.zones).map((subnets) => ({
    zone: subnets.zone,
    private: usable(subnets.private) - ranges.interfaceEndpoints.length,
    pods: pods
      .filter(({ zone }) => zone === subnets.zone)
      .reduce((sum, { cidr }) => sum + usable(cidr), 0),
  }));
}

function usable(cidr: string): number {
  return sizeOf(parseRange(cidr)) - 2 * prefixDelegation.addressesPerPrefix;
}
