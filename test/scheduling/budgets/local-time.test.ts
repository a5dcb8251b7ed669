import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { localText, offsetMinutes } from "../../../scheduling/budgets/local-time";

describe("a moment in local time", () => {
  const cases: readonly [string, string, string, number][] = [
    ["2026-11-22T23:00:00Z", "Asia/Tokyo", "2026-11-23T08:00+09:00", 540],
    ["2026-11-22T23:00:59Z", "UTC", "2026-11-22T23:00+00:00", 0],
    ["2026-03-08T06:59:00Z", "America/New_York", "2026-03-08T01:59-05:00", -300],
    ["2026-03-08T07:00:00Z", "America/New_York", "2026-03-08T03:00-04:00", -240],
    ["2026-10-03T15:30:00Z", "Australia/Lord_Howe", "2026-10-04T02:30+11:00", 660],
    ["2026-01-01T00:00:00Z", "America/St_Johns", "2025-12-31T20:30-03:30", -210],
    ["2026-01-01T00:00:00Z", "Asia/Kathmandu", "2026-01-01T05:45+05:45", 345],
  ];
  for (const [moment, zone, text, offset] of cases) {
    it(`is ${text} for ${moment} in ${zone}`, () => {
      assert.equal(localText(new Date(moment), zone), text);
      assert.equal(offsetMinutes(new Date(moment), zone), offset);
    });
  }
});
