import {
  formatRange,
  isFirstAddress,
  isWithin,
  overlap,
  parseRange,
} from "../../components/network/ipv4-range";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { defineCheck } from "./define-check";

type Network = PlatformConfig["network"];

export const networkIsLargeEnough = defineCheck(["network"], ({ network }) =>
  networkRangeFaults(network),
);

export const podCidrsFit = defineCheck(["network"], ({ network }) => podRangeFaults(network));

/** Faults of `network.cidr`. The layout of `components/network/subnet-layout.builder.ts` needs a /16 to /20. */
export function networkRangeFaults(network: Network): readonly ConfigFault[] {
  if (network.cidr === undefined) return [];
  const range = parseRange(network.cidr);
  const { prefix } = range;
  const aligned = isFirstAddress(range);
  if (prefix >= 16 && prefix <= 20 && aligned) return [];
  const size = prefix > 20 ? "too small" : "too large for a VPC";
  return [
    {
      path: ["network", "cidr"],
      problem: aligned ? size : "not the first address of its range",
      got: rendered(network.cidr),
      expected: "a range from /16 to /20",
      fix: aligned ? "choose another prefix length" : "set the bits after the prefix to 0",
    },
  ];
}

/**
 * Shared addresses (RFC 6598). Every VPC may use the same ones, because they are never routed between VPCs. AWS accepts them
 * beside any range of a VPC, and the service ranges of EKS, 10.100.0.0/16 and 172.20.0.0/16, are outside them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 */
const shared = parseRange("100.64.0.0/10");

export function podRangeFaults(network: Network): readonly ConfigFault[] {
  const { podCidrs = [] } = network;
  return podCidrs.flatMap((cidr, index) => {
    const problem = problemOf(cidr, podCidrs.slice(0, index), network.cidr);
    if (problem === undefined) return [];
    return [
      {
        path: ["network", "podCidrs", index],
        problem,
        got: rendered(cidr),
        expected: `a range within ${formatRange(shared)}, /16 to /20, apart from the others`,
        fix: "choose another range, such as 100.64.0.0/16",
      },
    ];
  });
}

function problemOf(
  cidr: string,
  others: readonly string[],
  vpc: string | undefined,
): string | undefined {
  const range = parseRange(cidr);
  if (!isFirstAddress(range)) return "not the first address of its range";
  if (!isWithin(range, shared)) return "not among the shared addresses of RFC 6598";
  if (range.prefix < 16) return "too large for a VPC";
  if (range.prefix > 20) return "too small for a subnet in each of six zones";
  if (vpc !== undefined && overlap(range, parseRange(vpc))) return "overlaps network.cidr";
  const other = others.find((candidate) => overlap(range, parseRange(candidate)));
  return other === undefined ? undefined : `overlaps ${other}`;
}

/** Docker's range on every node. EKS asks that the VPC of a cluster does not contain it. */
const dockerBridge = parseRange("172.17.0.0/16");

/** @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
export const vpcKeepsOffDocker = defineCheck(["network"], ({ network: { cidr } }) => {
  if (cidr === undefined || !overlap(parseRange(cidr), dockerBridge)) return [];
  return [
    {
      path: ["network", "cidr"],
      problem: "overlaps a range that nodes use themselves",
      got: rendered(cidr),
      expected: `a range apart from ${formatRange(dockerBridge)}`,
      fix: "choose another range",
    },
  ];
});
