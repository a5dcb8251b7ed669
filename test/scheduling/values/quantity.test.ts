import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatBytes, parseQuantity } from "../../../scheduling/values/quantity";

describe("a quantity", () => {
  const cases: readonly [string | number, number | undefined][] = [
    ["500", 500],
    [500, 500],
    ["0", 0],
    ["100m", 0.1],
    ["3920m", 3.92],
    ["9m", 0.009],
    ["5u", 0.000005],
    ["7n", 7e-9],
    ["2000Gi", 2_147_483_648_000],
    ["14162Mi", 14_849_933_312],
    ["1Ki", 1024],
    ["1Ti", 1_099_511_627_776],
    ["1Pi", 1_125_899_906_842_624],
    ["1Ei", 1_152_921_504_606_846_976],
    ["2k", 2_000],
    ["3M", 3_000_000],
    ["4G", 4_000_000_000],
    ["5T", 5_000_000_000_000],
    ["6P", 6_000_000_000_000_000],
    ["1E", 1_000_000_000_000_000_000],
    ["1e3", 1_000],
    ["1E3", 1_000],
    ["2e-1", 0.2],
    ["1.5Gi", 1_610_612_736],
    [".5", 0.5],
    [".25", 0.25],
    ["1e12", 1_000_000_000_000],
    ["5.", 5],
    // A larger amount than an int64 holds becomes the largest int64.
    ["9e18", 9_000_000_000_000_000_000],
    ["9223372036854775808", 9_223_372_036_854_775_808],
    ["9Ei", 9_223_372_036_854_775_808],
    ["1e400", 9_223_372_036_854_775_808],
    [`1${"0".repeat(400)}m`, 9_223_372_036_854_775_808],
    ["+5", 5],
    ["-5", -5],
    ["1K", undefined],
    ["1ki", undefined],
    ["1 Gi", undefined],
    ["1GB", undefined],
    ["", undefined],
    [".", undefined],
    ["Gi", undefined],
    ["1e", undefined],
    ["1e3Gi", undefined],
    ["0x10", undefined],
    ["NaN", undefined],
    [0.5, undefined],
    [Number.NaN, undefined],
    [Infinity, undefined],
  ];
  for (const [text, value] of cases) {
    it(`${JSON.stringify(text)} is ${value ?? "refused"}`, () => {
      assert.equal(parseQuantity(text), value);
    });
  }

  it("is not read from anything but text and numbers", () => {
    assert.equal(parseQuantity(null as unknown as string), undefined);
    assert.equal(parseQuantity({} as unknown as string), undefined);
    assert.equal(parseQuantity(["5"] as unknown as string), undefined);
  });

  it("of bytes is written in the largest unit that divides it", () => {
    assert.deepEqual(
      [0, 1, 1000, 1024, 1536, 2 ** 30, 3 * 2 ** 40, 2_147_483_648_000].map(formatBytes),
      ["0", "1", "1000", "1Ki", "1536", "1Gi", "3Ti", "2000Gi"],
    );
  });
});
