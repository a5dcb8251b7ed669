import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  onDemandPrice,
  onDemandPricesOf,
  type CompactPrices,
} from "../../../scheduling/catalogue/prices";

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
        source: "Karpenter provider AWS static price table generated 2026-07-20T13:44:30Z",
        isReference: true,
      });
    });
  }

  it("is unknown for types that have no price or do not exist", () => {
    assert.equal(onDemandPrice("trn2.48xlarge"), undefined);
    assert.equal(onDemandPrice("g99.xlarge"), undefined);
  });

  describe("in a region", () => {
    const stored: CompactPrices = {
      names: "g4dn.xlarge,g5.xlarge,trn2.48xlarge",
      regions: {
        "ap-northeast-1": {
          source: "a price list",
          date: "2026-11-22",
          onDemandUsdPerHour: { values: "0.71,44.7", rows: "0 - 1" },
        },
      },
    };
    const ofReference = {
      region: "us-east-1",
      date: "2026-07-20",
      source: "Karpenter provider AWS static price table generated 2026-07-20T13:44:30Z",
    };

    it("is that of the region where it is known, with its own date and source", () => {
      const own = { region: "ap-northeast-1", date: "2026-11-22", source: "a price list" };
      assert.deepEqual(onDemandPrice("g4dn.xlarge", "ap-northeast-1", stored), {
        usdPerHour: 0.71,
        ...own,
        isReference: false,
      });
      // us-east-1 has no price for it.
      assert.deepEqual(onDemandPrice("trn2.48xlarge", "ap-northeast-1", stored), {
        usdPerHour: 44.7,
        ...own,
        isReference: false,
      });
    });

    it("is that of us-east-1, marked as a reference, where the region has none for the type", () => {
      const expected = { usdPerHour: 1.006, ...ofReference, isReference: true };
      for (const region of ["ap-northeast-1", "eu-west-1", "constructor", "__proto__"]) {
        assert.deepEqual(onDemandPrice("g5.xlarge", region, stored), expected);
      }
    });

    it("is no reference in us-east-1 itself", () => {
      const expected = { usdPerHour: 1.006, ...ofReference, isReference: false };
      assert.deepEqual(onDemandPrice("g5.xlarge", "us-east-1", stored), expected);
    });

    it("is unknown for a type that does not exist, whatever its name", () => {
      for (const name of ["g99.xlarge", "constructor", "__proto__"]) {
        assert.equal(onDemandPrice(name, "ap-northeast-1", stored), undefined);
      }
    });

    it("is read once, row by row, without rows that have no name or price", () => {
      const fresh: CompactPrices = {
        names: "a.large,b.large,c.large",
        regions: {
          here: {
            source: "a list",
            date: "2026-01-01",
            onDemandUsdPerHour: { values: "1.5,2", rows: "1 - 0x2" },
          },
        },
      };
      const prices = onDemandPricesOf("here", fresh);
      assert.deepEqual(prices, { "a.large": 2, "c.large": 1.5 });
      assert.equal(onDemandPricesOf("here", fresh), prices);
    });

    it("is passed to the embedded Karpenter by type, only where it differs from the catalogue", () => {
      assert.deepEqual(onDemandPricesOf("ap-northeast-1", stored), {
        "g4dn.xlarge": 0.71,
        "trn2.48xlarge": 44.7,
      });
      assert.deepEqual(onDemandPricesOf("us-east-1"), {});
      assert.deepEqual(onDemandPricesOf("constructor", stored), {});
    });
  });
});
