import {
  formatRange,
  fromFirstAddress,
  isFirstAddress,
  parseRange,
} from "../../components/network/ipv4-range";
import { reservedRangeIn } from "../../components/network/reserved-ranges";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { defineCheck } from "./define-check";
import { repeatedItemFaults } from "./repeated-items";

/**
 * Both lists of networks that may reach the API. EC2 refuses a rule that names a range twice ("The same permission must not
 * appear multiple times") after the network and the control plane exist.
 * https://github.com/hashicorp/terraform-provider-aws/issues/2587
 */
export const accessRangesFit = defineCheck(["cluster"], ({ cluster }) => {
  const { publicAccessCidrs, privateAccessCidrs = [] } = cluster;
  return [
    ...rangeFaults("publicAccessCidrs", publicAccessCidrs),
    ...reservedFaults(publicAccessCidrs),
    ...rangeFaults("privateAccessCidrs", privateAccessCidrs),
  ];
});

type List = "publicAccessCidrs" | "privateAccessCidrs";

function rangeFaults(list: List, cidrs: readonly string[]): readonly ConfigFault[] {
  const path = ["cluster", list];
  const misaligned = cidrs.flatMap((cidr, index) => {
    const range = parseRange(cidr);
    if (isFirstAddress(range)) return [];
    return [
      {
        path: [...path, index],
        problem: "not the first address of its range",
        got: rendered(cidr),
        expected: `${formatRange(fromFirstAddress(range))}, or /32 for one address`,
        fix: "set the bits after the prefix to 0",
      },
    ];
  });
  return [...misaligned, ...repeatedItemFaults(path, "range", cidrs)];
}

function reservedFaults(cidrs: readonly string[]): readonly ConfigFault[] {
  return cidrs.flatMap((cidr, index) => {
    const reserved = reservedRangeIn(parseRange(cidr));
    if (reserved === undefined) return [];
    return [
      {
        path: ["cluster", "publicAccessCidrs", index],
        problem: `has reserved addresses (${reserved}), which EKS refuses for a public endpoint`,
        got: rendered(cidr),
        expected: "public addresses, from which your requests reach the internet",
        fix: "find yours with curl https://checkip.amazonaws.com, or use privateAccessCidrs",
      },
    ];
  });
}
