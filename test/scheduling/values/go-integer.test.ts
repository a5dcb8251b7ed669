import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { goIntegerOrFallback, parseGoInteger } from "../../../scheduling/values/go-integer";

describe("an integer in Go", () => {
  const cases: readonly [string, bigint | undefined, bigint][] = [
    ["0", 0n, 0n],
    ["007", 7n, 7n],
    ["+5", 5n, 5n],
    ["-5", -5n, -5n],
    ["9223372036854775807", 9223372036854775807n, 9223372036854775807n],
    ["9223372036854775808", undefined, 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n, -9223372036854775808n],
    ["-9223372036854775809", undefined, -9223372036854775808n],
    ["", undefined, 0n],
    ["+", undefined, 0n],
    ["1_000", undefined, 0n],
    ["0x10", undefined, 0n],
    ["1.0", undefined, 0n],
    [" 1", undefined, 0n],
    ["abc", undefined, 0n],
  ];
  for (const [text, value, fallback] of cases) {
    it(`"${text}" is ${value ?? "refused"}, or ${fallback} where the error is ignored`, () => {
      assert.equal(parseGoInteger(text), value);
      assert.equal(goIntegerOrFallback(text), fallback);
    });
  }
});
