/** An IPv4 range: its address as a number, and its prefix length. */
export interface Ipv4Range {
  readonly address: number;
  readonly prefix: number;
}

/** `10.40.0.0/16` as numbers. The text has to be a range already. */
export function parseRange(cidr: string): Ipv4Range {
  const [address = "", prefix = ""] = cidr.split("/");
  return {
    address: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0),
    prefix: Number(prefix),
  };
}

/** Whether the address is the first of its range, as AWS wants it: nothing is set behind the prefix. */
export function isFirstAddress({ address, prefix }: Ipv4Range): boolean {
  return address % 2 ** (32 - prefix) === 0;
}

/** The `index`-th of the 2^bits equal parts of a range. */
export function partOf(range: Ipv4Range, bits: number, index: number): Ipv4Range {
  const prefix = range.prefix + bits;
  return { address: range.address + index * 2 ** (32 - prefix), prefix };
}

/** Whether the first range lies within the second, whole. */
export function isWithin(inner: Ipv4Range, outer: Ipv4Range): boolean {
  return inner.prefix >= outer.prefix && firstAddress(inner, outer.prefix) === firstAddress(outer);
}

/** Whether two ranges have an address in common; then one holds the other. */
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

/** First address of the range of that prefix length in which a range begins. */
function firstAddress(range: Ipv4Range, prefix = range.prefix): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(range.address / size) * size;
}
