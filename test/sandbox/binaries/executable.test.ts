import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isAtLeast } from "../../../sandbox/binaries/executable";

describe("comparing versions", () => {
  it("compares major, then minor, then patch, as numbers", () => {
    assert.equal(isAtLeast("3.255.0", "3.255.0"), true);
    assert.equal(isAtLeast("3.254.9", "3.255.0"), false);
    assert.equal(isAtLeast("3.1000.0", "3.255.0"), true);
    assert.equal(isAtLeast("4.0.0", "3.255.0"), true);
    assert.equal(isAtLeast("2.999.0", "3.255.0"), false);
    assert.equal(isAtLeast("3.259.0-alpha.1", "3.255.0"), true);
  });

  it("is a total order", () => {
    const part = fc.nat({ max: 400 });
    const version = fc.tuple(part, part, part);
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left, right] = [a.join("."), b.join(".")];
        const expected = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
        assert.equal(isAtLeast(left, right), expected >= 0);
      }),
    );
  });
});
