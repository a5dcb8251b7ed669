import assert from "node:assert/strict";

import * as fc from "fast-check";
import { describe, it } from "mocha";

import {
  formatRange,
  isWithin,
  overlap,
  parseRange,
  sizeOf,
} from "../../../components/network/ipv4-range";

const range = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 8, max: 28 }))
  .map(([address, prefix]) => ({ address, prefix }));

const first = ({ address, prefix }: { address: number; prefix: number }) =>
  address - (address % 2 ** (32 - prefix));

describe("IPv4 ranges", () => {
  it("are within a range if all their addresses are", () => {
    const within = (inner: string, outer: string) => isWithin(parseRange(inner), parseRange(outer));
    assert.equal(within("100.64.0.0/16", "100.64.0.0/10"), true);
    assert.equal(within("100.127.240.0/20", "100.64.0.0/10"), true);
    assert.equal(within("100.128.0.0/16", "100.64.0.0/10"), false);
    assert.equal(within("100.64.0.0/9", "100.64.0.0/10"), false);
    assert.equal(within("10.0.0.0/16", "10.0.0.0/16"), true);
  });

  it("overlap if they have an address in common, in either order", () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const common =
          Math.max(first(a), first(b)) < Math.min(first(a) + sizeOf(a), first(b) + sizeOf(b));
        assert.equal(overlap(a, b), common);
        assert.equal(overlap(b, a), common);
      }),
    );
  });

  it("have the number of addresses of their prefix, and are the same text after parsing", () => {
    assert.equal(sizeOf(parseRange("10.0.0.0/19")), 8192);
    assert.equal(formatRange(parseRange("100.65.32.0/19")), "100.65.32.0/19");
  });
});
