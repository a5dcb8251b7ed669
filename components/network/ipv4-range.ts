/** An IPv4 range: its first address as a number, and its prefix length. */
export interface Ipv4Range {
  readonly address: number;
  readonly prefix: number;
}

/** Reads text such as `10.40.0.0/16`, which has to be a valid range. */
export function parseRange(cidr: string): Ipv4Range {
  const [address = "", prefix = ""] = cidr.split("/");
  return {
    address: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0),
    prefix: Number(prefix),
  };
}

/** Whether the address is the first one of its range, which AWS requires: all bits after the prefix are 0. */
export function isFirstAddress({ address, prefix }: Ipv4Range): boolean {
  return address % 2 ** (32 - prefix) === 0;
}

/** The same range from its first address: all bits after the prefix are 0. */
export function fromFirstAddress(range: Ipv4Range): Ipv4Range {
  return { address: firstAddress(range), prefix: range.prefix };
}

/** Cuts a range into 2^bits equal parts and gives the part with this index. */
export function partOf(range: Ipv4Range, bits: number, index: number): Ipv4Range {
  const prefix = range.prefix + bits;
  return { address: range.address + index * 2 ** (32 - prefix), prefix };
}

/** Whether every address of `inner` is also in `outer`. */
export function isWithin(inner: Ipv4Range, outer: Ipv4Range): boolean {
  return inner.prefix >= outer.prefix && firstAddress(inner, outer.prefix) === firstAddress(outer);
}

/** Whether two ranges have an address in common. Then one range contains the other. */
export function overlap(a: Ipv4Range, b: Ipv4Range): boolean {
  return a.prefix >= b.prefix ? isWithin(a, b) : isWithin(b, a);
}

/** How many addresses a range has. */
export function sizeOf({ prefix }: Ipv4Range): number {
  return 2 ** (32 - prefix);
}

/** The range as text. */
export function formatRange({ address, prefix }: Ipv4Range): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** First address of the range with this prefix length that contains the start of `range`. */
function firstAddress(range: Ipv4Range, prefix = range.prefix): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(range.address / size) * size;
}
