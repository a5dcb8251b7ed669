import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  calendarWeek,
  type CalendarWeek,
} from "../../../../report/answers/disruption/calendar-week";

function week(timeZone: string, day: string): CalendarWeek {
  const answer = calendarWeek(timeZone, day);
  assert.ok("week" in answer, "fault" in answer ? answer.fault : "");
  return answer.week;
}

describe("a week of a time zone's clocks", () => {
  it("has 10,080 minutes and begins at local midnight", () => {
    assert.deepEqual(week("Asia/Tokyo", "2026-11-23"), {
      timeZone: "Asia/Tokyo",
      monday: "2026-11-23",
      from: "2026-11-22T15:00:00.000Z",
      to: "2026-11-29T15:00:00.000Z",
      minutes: 10_080,
    });
    assert.equal(week("UTC", "2026-11-23").from, "2026-11-23T00:00:00.000Z");
  });

  it("contains the day, even a Sunday", () => {
    assert.equal(week("Asia/Tokyo", "2026-11-29").monday, "2026-11-23");
    assert.equal(week("America/New_York", "2026-01-01").monday, "2025-12-29");
  });

  it("is an hour short in New York in March and an hour long in November", () => {
    // https://www.timeanddate.com/time/change/usa/new-york?year=2026: 8 March 02:00, 1 November 02:00
    const march = week("America/New_York", "2026-03-02");
    assert.equal(march.minutes, 10_020);
    assert.deepEqual(march.clockChange, {
      at: "2026-03-08T07:00:00.000Z",
      localAt: "2026-03-08T03:00-04:00",
      offsetBefore: -300,
      offsetAfter: -240,
    });
    const november = week("America/New_York", "2026-10-26");
    assert.equal(november.minutes, 10_140);
    assert.equal(november.clockChange?.at, "2026-11-01T06:00:00.000Z");
    assert.equal(november.clockChange?.localAt, "2026-11-01T01:00-05:00");
  });

  it("is half an hour short or long on Lord Howe Island", () => {
    // https://www.timeanddate.com/time/change/australia/lord-howe-island?year=2026: 5 April, 4 October, at 02:00
    assert.equal(week("Australia/Lord_Howe", "2026-03-30").minutes, 10_110);
    const october = week("Australia/Lord_Howe", "2026-09-28");
    assert.equal(october.minutes, 10_050);
    assert.deepEqual(october.clockChange, {
      at: "2026-10-03T15:30:00.000Z",
      localAt: "2026-10-04T02:30+11:00",
      offsetBefore: 630,
      offsetAfter: 660,
    });
  });

  it("is a fault for a value that is no time zone or no date", () => {
    assert.deepEqual(calendarWeek("Asia/Tokio", "2026-03-09"), {
      fault: 'names no time zone, got "Asia/Tokio"; expected an IANA name, e.g. Asia/Tokyo',
    });
    assert.deepEqual(calendarWeek("+09:00", "2026-03-09"), {
      fault: 'names no time zone, got "+09:00"; expected an IANA name, e.g. Asia/Tokyo',
    });
    assert.deepEqual(calendarWeek(9 as unknown as string, "2026-03-09"), {
      fault: "names no time zone, got 9; expected an IANA name, e.g. Asia/Tokyo",
    });
    for (const day of [
      "2026-02-30",
      "2026-W10",
      "",
      "tomorrow",
      "+002026-03-09",
      "2026-03-09T12:00",
    ]) {
      assert.deepEqual(calendarWeek("UTC", day), {
        fault: `is no date, got ${JSON.stringify(day)}; expected YYYY-MM-DD, e.g. 2026-03-09`,
      });
    }
  });
});
