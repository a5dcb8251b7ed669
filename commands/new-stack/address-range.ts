import { overlap, parseRange } from "../../components/network/ipv4-range";

/** Ranges for a VPC: every tenth first, which leaves room beside each stack, then those in between. */
const candidates = [
  ...Array.from({ length: 25 }, (_, index) => `10.${10 * (index + 1)}.0.0/16`),
  ...Array.from({ length: 255 }, (_, index) => `10.${index + 1}.0.0/16`),
];

/** EKS takes its service addresses from here or from 172.20.0.0/16. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const serviceRange = "10.100.0.0/16";

/** The first range that overlaps none of the used ones; undefined when there is none. */
export function freeRange(used: readonly string[]): string | undefined {
  const taken = [serviceRange, ...used].map(parseRange);
  return candidates.find((candidate) => {
    const range = parseRange(candidate);
    return !taken.some((other) => overlap(range, other));
  });
}
