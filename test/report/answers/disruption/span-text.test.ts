import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { spanText } from "../../../../report/answers/disruption/span-text";

describe("a span in words", () => {
  const spans: readonly [number, string][] = [
    [0, "0 minutes"],
    [0.5, "30 minutes"],
    [1, "1 hour"],
    [23, "23 hours"],
    [47.5, "47.5 hours"],
    [48, "2 days"],
    [166, "6 days and 22 hours"],
    [720, "30 days"],
  ];
  for (const [hours, text] of spans) {
    it(`is ${text} for ${hours} hours`, () => {
      assert.equal(spanText(hours), text);
    });
  }
});
