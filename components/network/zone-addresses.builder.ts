import { parseRange, sizeOf } from "./ipv4-range";
import { prefixDelegation } from "./node-addresses.builder";
import { podSubnetLayout } from "./pod-subnet-layout.builder";
import { subnetLayout } from "./subnet-layout.builder";

export interface NetworkRanges {
  readonly cidr: string;
  readonly podCidrs: readonly string[];
  readonly zones: readonly string[];
  /** Each takes an address of every private subnet. */
  readonly interfaceEndpoints: readonly string[];
}

/** Addresses of one zone that nodes and pods can have. */
export interface ZoneAddresses {
  readonly zone: string;
  /** Of the private subnet. */
  readonly private: number;
  /** Of the subnets for pods alone; none where pods share the private one. */
  readonly pods: number;
}

/**
 * What a zone's subnets offer. Of a subnet the first and the last /28 are left out: AWS keeps the first four
 * addresses and the last, and a prefix takes a whole /28 or none.
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
