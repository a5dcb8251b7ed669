import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { formatDuration, parseDuration } from "../../../scheduling/values/duration";

describe("a duration", () => {
  const cases: readonly [string, number | undefined][] = [
    ["720h", 2_592_000],
    ["1h30m", 5_400],
    ["30m1h", 5_400],
    ["90s", 90],
    ["0s", 0],
    ["1h1h", 7_200],
    ["9223372036s", 9_223_372_036],
    ["9223372037s", undefined],
    ["99999999999999999999h", undefined],
    ["1d", undefined],
    ["1.5h", undefined],
    ["-1h", undefined],
    ["1h ", undefined],
    ["Never", undefined],
    ["h", undefined],
    ["", undefined],
  ];
  for (const [text, seconds] of cases) {
    it(`"${text}" is ${seconds ?? "refused"}`, () => assert.equal(parseDuration(text), seconds));
  }

  it("is not read from anything but text", () => {
    assert.equal(parseDuration(5 as unknown as string), undefined);
    assert.equal(parseDuration(["5m"] as unknown as string), undefined);
  });

  it("is written without zero parts", () => {
    assert.deepEqual([0, 59, 60, 3600, 5400, 3661, 2_592_000].map(formatDuration), [
      "0s",
      "59s",
      "1m",
      "1h",
      "1h30m",
      "1h1m1s",
      "720h",
    ]);
  });

  it("is the same after writing and reading it", () => {
    fc.assert(
      fc.property(fc.nat({ max: 9_223_372_036 }), (seconds) => {
        assert.equal(parseDuration(formatDuration(seconds)), seconds);
      }),
    );
  });
});
