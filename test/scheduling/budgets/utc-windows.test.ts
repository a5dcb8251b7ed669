import assert from "node:assert/strict";
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, it } from "mocha";
import { openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import { budgetFaults } from "../../../scheduling/budgets/budget-faults";
import type { Budget } from "../../../scheduling/budgets/budget";
import {
  localStarts,
  parseMaintenanceWindow,
  weekdays,
  type MaintenanceWindow,
} from "../../../scheduling/budgets/maintenance-window";
import {
  allowedUtcIntervals,
  blockedUtcIntervals,
  budgetsForIntervals,
  offsetsOf,
  trainingBudgets,
  utcIntervals,
} from "../../../scheduling/budgets/utc-windows";
import { complement, weekInterval } from "../../../scheduling/budgets/week-intervals";

function read(text: string): MaintenanceWindow {
  const parsed = parseMaintenanceWindow(text);
  assert.ok("window" in parsed, JSON.stringify(parsed));
  return parsed.window;
}

/** Whether the moment is inside the window, computed in local time instead of UTC. */
function isInside(window: MaintenanceWindow, at: Date): boolean {
  const local = DateTime.fromJSDate(at, { zone: window.timeZone });
  const minute = (local.weekday - 1) * day + local.hour * hour + local.minute;
  return localStarts(window).some((start) => (minute - start + week) % week < window.lengthMinutes);
}

const hour = 60;
const day = 24 * hour;
const week = 7 * day;

let unasked = 2100;

describe("the offsets of a zone", () => {
  const cases: readonly [string, readonly number[]][] = [
    ["UTC", [0]],
    ["Asia/Tokyo", [540]],
    ["Asia/Kolkata", [330]],
    ["America/New_York", [-300, -240]],
    ["America/Los_Angeles", [-480, -420]],
    ["Australia/Lord_Howe", [630, 660]],
    ["Pacific/Auckland", [720, 780]],
    ["Europe/Berlin", [60, 120]],
  ];
  for (const [zone, offsets] of cases) {
    it(`${zone} are ${offsets.join(" and ")} minutes in 2026`, () => {
      assert.deepEqual(offsetsOf(zone, 2026), offsets);
    });
  }

  it("are computed once for each year, from its first to its last day", () => {
    // A year that no other test uses, because results are cached.
    unasked += 1;
    assert.deepEqual(offsetsOf("Europe/Berlin", unasked), [60, 120]);
    assert.equal(offsetsOf("Europe/Berlin", unasked), offsetsOf("Europe/Berlin", unasked));
    assert.notEqual(offsetsOf("Europe/Berlin", unasked), offsetsOf("Asia/Tokyo", unasked));
    assert.deepEqual(offsetsOf("America/St_Johns", unasked), [-210, -150]);
  });

  it("depend on the year: Samoa skipped to the other side of the date line in 2011", () => {
    assert.deepEqual(offsetsOf("Pacific/Apia", 2011), [-660, -600, 840]);
  });
});

describe("a window in UTC", () => {
  it("may begin on the day before", () => {
    // Monday 06:00 in Tokyo is Sunday 21:00 UTC.
    assert.deepEqual(utcIntervals(read("MON 06:00 2h Asia/Tokyo"), 540), [
      { from: 6 * day + 21 * hour, to: 6 * day + 23 * hour },
    ]);
  });

  it("may continue after the end of the week", () => {
    // Sunday 22:00 for three hours at UTC.
    assert.deepEqual(utcIntervals(read("SUN 22:00 3h UTC"), 0), [
      { from: 0, to: hour },
      { from: 6 * day + 22 * hour, to: week },
    ]);
  });

  it("is what both offsets have in common, if nothing may happen outside of it", () => {
    // 02:00-05:00 in New York is 07:00-10:00 UTC in winter and 06:00-09:00 in summer.
    assert.deepEqual(allowedUtcIntervals(read("SUN 02:00 3h America/New_York"), 2026), {
      intervals: [{ from: 6 * day + 7 * hour, to: 6 * day + 9 * hour }],
    });
  });

  it("is what either offset has, if the whole window must be covered", () => {
    assert.deepEqual(blockedUtcIntervals(read("SUN 02:00 3h America/New_York"), 2026), [
      { from: 6 * day + 6 * hour, to: 6 * day + 10 * hour },
    ]);
  });

  it("is shortened by half an hour on Lord Howe Island", () => {
    // 02:00-03:00 is 15:30-16:30 UTC of the day before in winter and 15:00-16:00 in summer.
    assert.deepEqual(allowedUtcIntervals(read("TUE 02:00 1h Australia/Lord_Howe"), 2026), {
      intervals: [{ from: 15 * hour + 30, to: 16 * hour }],
    });
  });

  it("has no minute left if it is not longer than the change to daylight-saving time", () => {
    assert.deepEqual(allowedUtcIntervals(read("SUN 02:00 1h America/New_York"), 2026), {
      fault: {
        path: [],
        problem:
          "leaves no minute in 2026: America/New_York moves its clocks by 60 minutes, and " +
          "schedules are in UTC",
        got: "a length of 60 minutes",
        expected: "more than 60 minutes",
        fix: "lengthen the window or name a zone without summer time",
      },
    });
  });
});

describe("budgets for intervals", () => {
  const zero = { nodes: "0" };
  const cases: readonly [string, { start: number; length: number }[], Budget[]][] = [
    ["no minutes are none", [], []],
    ["the whole week is one without schedule", [{ start: 0, length: week }], [zero]],
    [
      "one time of day on several days is one",
      [0, 2, 5].map((d) => ({ start: d * day + 9 * hour + 5, length: 90 })),
      [{ ...zero, schedule: "5 9 * * MON,WED,SAT", duration: "1h30m" }],
    ],
    [
      "one time of every day has a star",
      [0, 1, 2, 3, 4, 5, 6].map((d) => ({ start: d * day, length: 30 })),
      [{ ...zero, schedule: "0 0 * * *", duration: "30m" }],
    ],
    [
      "a stretch over the end of the week is one",
      [{ start: 6 * day + 23 * hour, length: 2 * hour }],
      [{ ...zero, schedule: "0 23 * * SUN", duration: "2h" }],
    ],
    [
      "almost a week is one long stretch",
      [{ start: 60, length: week - 60 }],
      [{ ...zero, schedule: "0 1 * * MON", duration: "167h" }],
    ],
  ];
  for (const [name, parts, budgets] of cases) {
    it(name, () => {
      const intervals = parts.flatMap(({ start, length }) => weekInterval(start, length));
      assert.deepEqual(budgetsForIntervals(intervals, zero), budgets);
    });
  }

  it("are active in exactly these minutes of the week", () => {
    const someIntervals = fc
      .array(
        fc.tuple(fc.integer({ min: 0, max: week - 1 }), fc.integer({ min: 1, max: 3 * day })),
        { maxLength: 5 },
      )
      .map((pairs) => pairs.flatMap(([start, length]) => weekInterval(start, length)));
    // A Monday.
    const monday = Date.parse("2026-03-02T00:00:00Z");
    fc.assert(
      fc.property(someIntervals, (intervals) => {
        const budgets = budgetsForIntervals(intervals, { nodes: "0", reasons: ["Drifted"] });
        assert.deepEqual(budgetFaults(budgets), []);
        const open = openIntervals(budgets, "Drifted", { from: new Date(monday), minutes: week });
        assert.deepEqual(
          open.map(({ from, to }) => ({
            from: (from.getTime() - monday) / 60_000,
            to: (to.getTime() - monday) / 60_000,
          })),
          complement(intervals),
        );
      }),
    );
  });
});

describe("the budgets of a training pool", () => {
  const empty = { nodes: "100%", reasons: ["Empty"] };
  const atWork = ["Drifted", "Underutilized"];

  it("never allow disruption of nodes with jobs without a window", () => {
    assert.deepEqual(trainingBudgets(undefined, 2026), [empty, { nodes: "0", reasons: atWork }]);
  });

  it("never allow it where no minute of the window is left in UTC", () => {
    assert.deepEqual(trainingBudgets(read("SUN 02:00 1h America/New_York"), 2026), [
      empty,
      { nodes: "0", reasons: atWork },
    ]);
  });

  it("block the rest of the day for a daily window in Tokyo", () => {
    // 02:00-05:00 in Tokyo is 17:00-20:00 UTC.
    assert.deepEqual(trainingBudgets(read("daily 02:00 3h Asia/Tokyo"), 2026), [
      empty,
      { nodes: "1", reasons: atWork },
      { nodes: "0", reasons: atWork, schedule: "0 20 * * *", duration: "21h" },
    ]);
  });

  it("block from the end of a weekly window in New York to its next start", () => {
    assert.deepEqual(trainingBudgets(read("SUN 02:00 3h America/New_York"), 2026), [
      empty,
      { nodes: "1", reasons: atWork },
      { nodes: "0", reasons: atWork, schedule: "0 9 * * SUN", duration: "166h" },
    ]);
  });

  it("block nothing for a window of all hours", () => {
    assert.deepEqual(trainingBudgets(read("daily 00:00 24h UTC"), 2026), [
      empty,
      { nodes: "1", reasons: atWork },
    ]);
  });

  const zones = [
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
    "Pacific/Auckland",
    "Europe/London",
    "America/Sao_Paulo",
  ];
  const someWindow = fc.record({
    days: fc.subarray([...weekdays], { minLength: 1 }),
    start: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30", "59"))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${m}`),
    lengthMinutes: fc.integer({ min: 1, max: 1440 }),
    timeZone: fc.constantFrom(...zones),
  });

  it("allow disruption of nodes with jobs only inside the window, in local time, all year", () => {
    fc.assert(
      fc.property(someWindow, fc.integer({ min: 2024, max: 2032 }), (window, year) => {
        const budgets = trainingBudgets(window, year);
        assert.deepEqual(budgetFaults(budgets), []);
        const from = new Date(Date.UTC(year, 0, 1));
        const minutes = (Date.UTC(year + 1, 0, 1) - from.getTime()) / 60_000;
        const open = openIntervals(budgets, "Drifted", { from, minutes, nodeCount: 8 });
        assert.deepEqual(
          openIntervals(budgets, "Underutilized", { from, minutes, nodeCount: 8 }),
          open,
        );
        const allowed = allowedUtcIntervals(window, year);
        assert.equal(open.length > 0, "intervals" in allowed);
        for (const interval of open) {
          assert.equal(interval.allowed, 1);
          for (const at of sampleOf(interval.from.getTime(), interval.to.getTime())) {
            assert.ok(isInside(window, new Date(at)), new Date(at).toISOString());
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("allow it in every minute that is inside the window at each offset of the zone", () => {
    fc.assert(
      fc.property(someWindow, (window) => {
        const year = 2026;
        const from = new Date(Date.UTC(year, 5, 1));
        const open = openIntervals(trainingBudgets(window, year), "Drifted", {
          from,
          minutes: week,
        });
        const minutesOpen = open.reduce(
          (sum, interval) => sum + (interval.to.getTime() - interval.from.getTime()) / 60_000,
          0,
        );
        const allowed = allowedUtcIntervals(window, year);
        const expected = "intervals" in allowed ? allowed.intervals : [];
        assert.equal(
          minutesOpen,
          expected.reduce((sum, interval) => sum + interval.to - interval.from, 0),
        );
      }),
    );
  });

  it("allow disruption of empty nodes at any time", () => {
    const budgets = trainingBudgets(read("SUN 02:00 3h America/New_York"), 2026);
    const from = new Date("2026-01-01T00:00Z");
    assert.deepEqual(openIntervals(budgets, "Empty", { from, minutes: week, nodeCount: 8 }), [
      { from, to: new Date("2026-01-08T00:00Z"), allowed: 8 },
    ]);
  });

  it("allow disruption of nodes with jobs on every day of the year, in summer and winter", () => {
    const window = read("daily 02:00 3h America/New_York");
    const from = new Date("2026-01-01T00:00Z");
    const open = openIntervals(trainingBudgets(window, 2026), "Drifted", {
      from,
      minutes: 525_600,
    });
    assert.equal(open.length, 365);
    assert.ok(
      open.every((interval) => interval.to.getTime() - interval.from.getTime() === 7_200_000),
    );
  });
});

/** The first and last minute of an interval, and some between. */
function sampleOf(from: number, to: number): number[] {
  const samples = [from, to - 1];
  for (let at = from; at < to; at += 37 * 60_000) samples.push(at);
  return samples;
}
