import { type Ipv4Range, overlap, parseRange } from "./ipv4-range";

/**
 * Ranges that are not addresses of the internet: private, shared, local, for documentation and tests, for multicast, and
 * unassigned. EKS refuses them for its public endpoint: "The block cannot include reserved addresses".
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 */
const reservedRanges = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** The first reserved range that has an address in common with this one; undefined when the range has none. */
export function reservedRangeIn(range: Ipv4Range): string | undefined {
  return reservedRanges.find((reserved) => overlap(parseRange(reserved), range));
}
