import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  hitsFrom,
  lastHit,
  nextHit,
  parseSchedule,
  type Schedule,
} from "../../../scheduling/budgets/cron";
import { faultText } from "../../../scheduling/values/fault";

function read(text: string): Schedule {
  const parsed = parseSchedule(text);
  assert.ok("schedule" in parsed, JSON.stringify(parsed));
  return parsed.schedule;
}

function faultIn(text: string): string | undefined {
  const parsed = parseSchedule(text);
  return "fault" in parsed ? faultText(parsed.fault) : undefined;
}

/** A Thursday. */
const from = new Date("2026-01-01T00:00:00Z");

/** The first hits after `from`; fewer where the schedule has no more. */
function firstHits(schedule: Schedule, count: number): Date[] {
  const hits: Date[] = [];
  for (let last = from; hits.length < count;) {
    const hit = nextHit(schedule, last);
    if (hit === undefined) break;
    hits.push(hit);
    last = hit;
  }
  return hits;
}

/** Whether the fields of the schedule match a minute, counted from 1970-01-01 00:00 UTC. */
function matches(schedule: Schedule, utcMinute: number): boolean {
  const date = new Date(utcMinute * 60_000);
  const { minutesOfDay, daysOfMonth, months, daysOfWeek, needsBothDays } = schedule;
  const isTime = minutesOfDay.includes(date.getUTCHours() * 60 + date.getUTCMinutes());
  const isMonth = months[date.getUTCMonth() + 1] === true;
  const days = [daysOfMonth[date.getUTCDate()], daysOfWeek[date.getUTCDay()]];
  return isTime && isMonth && (needsBothDays ? !days.includes(false) : days.includes(true));
}

describe("the text of a schedule", () => {
  // This test comes first, so that the cache is empty.
  it("is parsed once, and again after two hundred other texts", () => {
    const text = "7 7 7 7 *";
    const before = parseSchedule(text);
    assert.equal(parseSchedule(text), before);
    for (let hour = 0; hour < 24; hour += 1) {
      for (const faulty of ["@never", "TZ=UTC 0 0 * * *", "60 0 * * *", "0 0 * *"]) {
        assert.ok("fault" in parseSchedule(`${" ".repeat(hour)}${faulty}`));
      }
      for (const minute of [1, 2, 3, 4, 5]) {
        const { minutesOfDay } = read(`${minute} ${hour} * * *`);
        assert.deepEqual(minutesOfDay, [hour * 60 + minute]);
      }
    }
    assert.notEqual(parseSchedule(text), before);
    assert.deepEqual(parseSchedule(text), before);
  });

  it("has a fault that says what is allowed", () => {
    const expected =
      "expected five fields (minute hour day-of-month month day-of-week) in UTC, e.g. 0 2 * * SUN, or @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually";
    const zone = (text: string) =>
      `has a time zone, got "${text}"; Karpenter reads schedules in UTC only and would block every disruption of the pool for good; leave the prefix out and write UTC`;
    const faults: readonly (readonly [unknown, string])[] = [
      [5, `is no schedule, got 5; ${expected}`],
      ["", `has 0 fields, got ""; ${expected}`],
      ["0 0 * * * *", `has 6 fields, got "0 0 * * * *"; ${expected}`],
      ["x TZ=UTC * * *", 'has a bad minute "x": no whole number, got "x TZ=UTC * * *"'],
      ["TZ=UTC 0 0 * * *", zone("TZ=UTC 0 0 * * *")],
      ["CRON_TZ=UTC 0 0 * * *", zone("CRON_TZ=UTC 0 0 * * *")],
      [
        "@every 1h",
        `counts from Karpenter's start, not from the clock, got "@every 1h"; ${expected}`,
      ],
      ["@daily 5", `is no descriptor, got "@daily 5"; ${expected}`],
      ["60 0 * * *", 'has a bad minute "60": expected 0 to 59, got "60 0 * * *"'],
      ["0 0 * * 7", 'has a bad day of week "7": expected 0 to 6, got "0 0 * * 7"'],
    ];
    for (const [text, fault] of faults) assert.equal(faultIn(text as string), fault);
  });
});

describe("a schedule", () => {
  // Derived by hand from the parser and `Next` of robfig/cron v3.0.1.
  const cases: readonly [string, readonly string[]][] = [
    ["0 9 * * MON-FRI", ["2026-01-01T09:00Z", "2026-01-02T09:00Z", "2026-01-05T09:00Z"]],
    ["*/20 0 * * *", ["2026-01-01T00:20Z", "2026-01-01T00:40Z", "2026-01-02T00:00Z"]],
    ["5/25 3 * * *", ["2026-01-01T03:05Z", "2026-01-01T03:30Z", "2026-01-01T03:55Z"]],
    ["0 0 * * 0", ["2026-01-04T00:00Z", "2026-01-11T00:00Z", "2026-01-18T00:00Z"]],
    ["0 0 * * sun,Tue", ["2026-01-04T00:00Z", "2026-01-06T00:00Z", "2026-01-11T00:00Z"]],
    ["0 0 * JUN *", ["2026-06-01T00:00Z", "2026-06-02T00:00Z", "2026-06-03T00:00Z"]],
    ["0 0 29 2 *", ["2028-02-29T00:00Z", "2032-02-29T00:00Z", "2036-02-29T00:00Z"]],
    // Both day fields are restricted: one of them is enough.
    ["0 0 3 * MON", ["2026-01-03T00:00Z", "2026-01-05T00:00Z", "2026-01-12T00:00Z"]],
    // A star with a step is a restriction; a star with step 1 is not.
    ["0 0 */10 * SUN", ["2026-01-04T00:00Z", "2026-01-11T00:00Z", "2026-01-18T00:00Z"]],
    ["0 0 */1 * SUN", ["2026-01-04T00:00Z", "2026-01-11T00:00Z", "2026-01-18T00:00Z"]],
    ["0 0 5 * */1", ["2026-01-05T00:00Z", "2026-02-05T00:00Z", "2026-03-05T00:00Z"]],
    ["0 0 5 * ?", ["2026-01-05T00:00Z", "2026-02-05T00:00Z", "2026-03-05T00:00Z"]],
    // What follows a star and a hyphen is ignored.
    ["0 0 *-5 * *", ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "2026-01-04T00:00Z"]],
    // Empty items are ignored. Leading zeros and a plus sign are allowed.
    ["0,,30 +4 02 * *", ["2026-01-02T04:00Z", "2026-01-02T04:30Z", "2026-02-02T04:00Z"]],
    ["*/99 0 * * *", ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "2026-01-04T00:00Z"]],
    ["  0\t12 *  * * ", ["2026-01-01T12:00Z", "2026-01-02T12:00Z", "2026-01-03T12:00Z"]],
    ["@hourly", ["2026-01-01T01:00Z", "2026-01-01T02:00Z", "2026-01-01T03:00Z"]],
    ["@daily", ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "2026-01-04T00:00Z"]],
    ["@midnight", ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "2026-01-04T00:00Z"]],
    ["@weekly", ["2026-01-04T00:00Z", "2026-01-11T00:00Z", "2026-01-18T00:00Z"]],
    ["@monthly", ["2026-02-01T00:00Z", "2026-03-01T00:00Z", "2026-04-01T00:00Z"]],
    ["@yearly", ["2027-01-01T00:00Z", "2028-01-01T00:00Z", "2029-01-01T00:00Z"]],
    ["@annually", ["2027-01-01T00:00Z", "2028-01-01T00:00Z", "2029-01-01T00:00Z"]],
    ["0 0 30 2 *", []],
    [", 0 * * *", []],
  ];
  for (const [text, hits] of cases) {
    it(`"${text}" comes at ${hits[0] ?? "no time"}`, () => {
      assert.deepEqual(
        firstHits(read(text), 3),
        hits.map((hit) => new Date(hit)),
      );
    });
  }

  const expected =
    "expected five fields (minute hour day-of-month month day-of-week) in UTC, e.g. 0 2 * * SUN, " +
    "or @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually";
  const timeZone =
    "Karpenter reads schedules in UTC only and would block every disruption of the pool for good; " +
    "leave the prefix out and write UTC";
  const faults: readonly [string, string][] = [
    ["TZ=Asia/Tokyo 0 9 * * *", `has a time zone, got "TZ=Asia/Tokyo 0 9 * * *"; ${timeZone}`],
    ["CRON_TZ=UTC 0 9 * * *", `has a time zone, got "CRON_TZ=UTC 0 9 * * *"; ${timeZone}`],
    ["TZ=UTC @daily", `has a time zone, got "TZ=UTC @daily"; ${timeZone}`],
    ["", `has 0 fields, got ""; ${expected}`],
    ["0 9 * *", `has 4 fields, got "0 9 * *"; ${expected}`],
    ["0 0 9 * * *", `has 6 fields, got "0 0 9 * * *"; ${expected}`],
    [
      "@every 1h",
      `counts from Karpenter's start, not from the clock, got "@every 1h"; ${expected}`,
    ],
    ["@noon", `is no descriptor, got "@noon"; ${expected}`],
    ["@Daily", `is no descriptor, got "@Daily"; ${expected}`],
    ["@daily 0 0 0 0", `is no descriptor, got "@daily 0 0 0 0"; ${expected}`],
    ["0 9 * * 7", 'has a bad day of week "7": expected 0 to 6, got "0 9 * * 7"'],
    ["60 9 * * *", 'has a bad minute "60": expected 0 to 59, got "60 9 * * *"'],
    ["0 24 * * *", 'has a bad hour "24": expected 0 to 23, got "0 24 * * *"'],
    ["0 9 0 * *", 'has a bad day of month "0": expected 1 to 31, got "0 9 0 * *"'],
    ["0 9 * 13 *", 'has a bad month "13": expected 1 to 12, got "0 9 * 13 *"'],
    ["0 9 * MON *", 'has a bad month "MON": no whole number, got "0 9 * MON *"'],
    [
      "0 9 * * FRI-MON",
      'has a bad day of week "FRI-MON": the range ends before it begins, got "0 9 * * FRI-MON"',
    ],
    ["*/0 9 * * *", 'has a bad minute "*/0": a step is at least 1, got "*/0 9 * * *"'],
    ["1-2-3 9 * * *", 'has a bad minute "1-2-3": too many hyphens, got "1-2-3 9 * * *"'],
    ["1/2/3 9 * * *", 'has a bad minute "1/2/3": too many slashes, got "1/2/3 9 * * *"'],
    ["-5 9 * * *", 'has a bad minute "-5": no whole number, got "-5 9 * * *"'],
    ["L 9 * * *", 'has a bad minute "L": no whole number, got "L 9 * * *"'],
  ];
  for (const [text, fault] of faults) {
    it(`"${text}" is refused`, () => assert.equal(faultIn(text), fault));
  }

  it("is read from any text without an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (value) => {
        const parsed = parseSchedule(value as string);
        assert.ok("fault" in parsed || "schedule" in parsed);
      }),
      { numRuns: 1000 },
    );
  });
});

const someSchedule = fc
  .tuple(
    fc.constantFrom("0", "*/15", "7,45", "*"),
    fc.constantFrom("*", "9", "*/6", "22-23"),
    fc.constantFrom("*", "*/2", "15", "1-7"),
    fc.constantFrom("*", "2", "*/3"),
    fc.constantFrom("*", "MON", "MON-FRI", "*/2"),
  )
  .map((fields) => read(fields.join(" ")));
const someMinute = fc.integer({ min: 29_000_000, max: 31_000_000 });

describe("hits", () => {
  it("are the minutes that match the fields", () => {
    fc.assert(
      fc.property(someSchedule, someMinute, (schedule, start) => {
        const end = start + 3 * 1440;
        const expected: number[] = [];
        for (let minute = start; minute < end; minute += 1) {
          if (matches(schedule, minute)) expected.push(minute);
        }
        assert.deepEqual([...hitsFrom(schedule, start, end)], expected);
        assert.equal(lastHit(schedule, start, end), expected.at(-1));
      }),
      { numRuns: 100 },
    );
  });

  it("come after the moment, never at the moment itself", () => {
    const daily = read("0 0 * * *");
    assert.deepEqual(nextHit(daily, from), new Date("2026-01-02T00:00Z"));
    assert.deepEqual(nextHit(daily, new Date(from.getTime() - 1)), from);
    assert.deepEqual(
      nextHit(daily, new Date("2026-01-01T23:59:59.999Z")),
      new Date("2026-01-02T00:00Z"),
    );
  });

  it("are searched up to the end of the fifth year after the moment", () => {
    const leapDay = read("0 0 29 2 *");
    assert.equal(nextHit(leapDay, new Date("2097-01-01T00:00Z")), undefined);
    assert.equal(nextHit(leapDay, new Date("2098-12-31T23:59:58.999Z")), undefined);
    assert.deepEqual(
      nextHit(leapDay, new Date("2098-12-31T23:59:59Z")),
      new Date("2104-02-29T00:00Z"),
    );
  });
});
