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

/** The range as text. */
export function formatRange({ address, prefix }: Ipv4Range): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}
