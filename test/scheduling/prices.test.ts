import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { onDemandPrice } from "../../scheduling/prices";

describe("the on-demand price", () => {
  const prices: readonly [string, number][] = [
    ["g4dn.xlarge", 0.526],
    ["g5.12xlarge", 5.672],
    ["p4d.24xlarge", 21.957642],
    ["p5.48xlarge", 55.04],
    ["inf2.8xlarge", 1.96786],
    ["trn1.32xlarge", 21.5],
  ];
  for (const [name, usdPerHour] of prices) {
    it(`of ${name} carries its region and date`, () => {
      assert.deepEqual(onDemandPrice(name), {
        usdPerHour,
        region: "us-east-1",
        date: "2026-07-20",
      });
    });
  }

  it("is unknown for types that are not priced or do not exist", () => {
    assert.equal(onDemandPrice("trn2.48xlarge"), undefined);
    assert.equal(onDemandPrice("g99.xlarge"), undefined);
  });
});
