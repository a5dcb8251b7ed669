import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import {
  calendarWeek,
  type CalendarWeek,
} from "../../../../report/answers/disruption/calendar-week";
import {
  disruptionCalendar,
  type ReasonCalendar,
} from "../../../../report/answers/disruption/disruption-calendar";
import { allowedDisruptions } from "../../../../scheduling/budgets/disruption-budgets";
import { calendarText } from "../../../../report/formats/wording/calendar-text";
import {
  disruptionReasons,
  type Budget,
  type DisruptionReason,
} from "../../../../scheduling/budgets/budget";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { guide, poolWith } from "../../../support/disruption-pools";

function weekOf(timeZone: string, day: string): CalendarWeek {
  const answer = calendarWeek(timeZone, day);
  assert.ok("week" in answer);
  return answer.week;
}

function calendarOf(
  pool: NodePool,
  reason: DisruptionReason,
  week: CalendarWeek,
  nodeCount?: number,
): ReasonCalendar {
  const options = { reasons: disruptionReasons, ...(nodeCount === undefined ? {} : { nodeCount }) };
  const found = disruptionCalendar(pool, week, options).reasons.find((r) => r.reason === reason);
  assert.ok(found);
  return found;
}

/** Windows in which nodes may be disrupted, on local clocks. */
function open(pool: NodePool, reason: DisruptionReason, week: CalendarWeek): string[] {
  return calendarOf(pool, reason, week)
    .intervals.filter(({ allowed }) => allowed !== 0)
    .map(({ localFrom, localTo }) => `${localFrom} ${localTo}`);
}

const tokyo = weekOf("Asia/Tokyo", "2026-11-23");

describe("the calendar of a pool", () => {
  it("shows the guide's maintenance hour as 08:00 to 09:00 in Tokyo, every day", () => {
    const calendar = calendarOf(guide.protectedTraining, "Drifted", tokyo, 5);
    assert.equal(calendar.openMinutes, 7 * 60);
    assert.equal(calendar.intervals.length, 15);
    assert.deepEqual(calendar.intervals.slice(0, 2), [
      {
        from: "2026-11-22T15:00:00.000Z",
        to: "2026-11-22T23:00:00.000Z",
        localFrom: "2026-11-23T00:00+09:00",
        localTo: "2026-11-23T08:00+09:00",
        allowed: 0,
        written: "0",
      },
      {
        from: "2026-11-22T23:00:00.000Z",
        to: "2026-11-23T00:00:00.000Z",
        localFrom: "2026-11-23T08:00+09:00",
        localTo: "2026-11-23T09:00+09:00",
        allowed: 1,
        written: "1",
      },
    ]);
  });

  const nightHour = poolWith({
    budgets: [{ nodes: "1" }, { nodes: "0", schedule: "0 8 * * *", duration: "23h" }],
  });
  const nightly: readonly [string, string, string, readonly string[]][] = [
    [
      "UTC",
      "2026-03-02",
      "stays at 07:00",
      [
        "2026-03-02T07:00+00:00 2026-03-02T08:00+00:00",
        "2026-03-08T07:00+00:00 2026-03-08T08:00+00:00",
      ],
    ],
    [
      "America/New_York",
      "2026-03-02",
      "moves from 02:00 to 03:00 in March",
      [
        "2026-03-02T02:00-05:00 2026-03-02T03:00-05:00",
        "2026-03-08T03:00-04:00 2026-03-08T04:00-04:00",
      ],
    ],
    [
      "America/New_York",
      "2026-10-26",
      "moves from 03:00 to 02:00 in November",
      [
        "2026-10-26T03:00-04:00 2026-10-26T04:00-04:00",
        "2026-11-01T02:00-05:00 2026-11-01T03:00-05:00",
      ],
    ],
    [
      "Australia/Lord_Howe",
      "2026-09-28",
      "moves from 17:30 to 18:00 in October",
      [
        "2026-09-28T17:30+10:30 2026-09-28T18:30+10:30",
        "2026-10-04T18:00+11:00 2026-10-04T19:00+11:00",
      ],
    ],
    [
      "Asia/Tokyo",
      "2026-03-02",
      "stays at 16:00",
      [
        "2026-03-02T16:00+09:00 2026-03-02T17:00+09:00",
        "2026-03-08T16:00+09:00 2026-03-08T17:00+09:00",
      ],
    ],
  ];
  for (const [zone, day, what, [first, last]] of nightly) {
    it(`shows that an hour at 07:00 UTC ${what} in ${zone}`, () => {
      const windows = open(nightHour, "Drifted", weekOf(zone, day));
      assert.equal(windows.length, 7);
      assert.equal(windows[0], first);
      assert.equal(windows.at(-1), last);
    });
  }

  it("counts percentages of the given nodes, rounded up, and keeps what is written", () => {
    const pool = poolWith({ budgets: [{ nodes: "10%" }] });
    const counts = [0, 1, 10, 11, 25].map((nodes) => {
      const [whole] = calendarOf(pool, "Drifted", tokyo, nodes).intervals;
      return [whole?.allowed, whole?.written];
    });
    assert.deepEqual(counts, [
      [0, "10%"],
      [1, "10%"],
      [1, "10%"],
      [2, "10%"],
      [3, "10%"],
    ]);
  });

  it("names the budget that sets the number, which depends on the number of nodes", () => {
    const pool = poolWith({ budgets: [{ nodes: "20%" }, { nodes: "3" }] });
    const written = (nodes: number) => calendarOf(pool, "Empty", tokyo, nodes).intervals[0];
    assert.deepEqual([written(10)?.allowed, written(10)?.written], [2, "20%"]);
    assert.deepEqual([written(50)?.allowed, written(50)?.written], [3, "3"]);
  });

  it("has null if no budget applies, and no written amount", () => {
    const pool = poolWith({ budgets: [{ nodes: "0", reasons: ["Drifted"] }] });
    const [whole, ...others] = calendarOf(pool, "Empty", tokyo).intervals;
    assert.deepEqual(others, []);
    assert.equal(whole?.allowed, null);
    assert.equal(Object.hasOwn(whole ?? {}, "written"), false);
  });

  it("is closed all week, and says so, when a budget cannot be read", () => {
    const pool = poolWith({
      budgets: [{ nodes: "1", schedule: "TZ=Asia/Tokyo 0 9 * * *", duration: "1h" }],
    });
    const calendar = disruptionCalendar(pool, tokyo, { nodeCount: 5 });
    assert.equal(calendar.budgetsBroken, true);
    for (const { openMinutes, intervals } of calendar.reasons) {
      assert.equal(openMinutes, 0);
      assert.deepEqual(
        intervals.map(({ allowed }) => allowed),
        [0],
      );
    }
  });

  const impossible: readonly [string, Partial<NodePool>, readonly (string | undefined)[]][] = [
    [
      "WhenEmpty",
      { consolidationPolicy: "WhenEmpty" },
      [undefined, undefined, "consolidationPolicy WhenEmpty leaves every node that runs a pod"],
    ],
    [
      "consolidateAfter Never",
      { consolidateAfter: "Never" },
      ["consolidateAfter is Never", undefined, "consolidateAfter is Never"],
    ],
    ["Balanced", { consolidationPolicy: "Balanced" }, [undefined, undefined, undefined]],
    [
      "a static pool with room for one node more",
      { replicas: 4, limits: { nodes: "5" } },
      [
        "a pool with replicas keeps its 4 nodes, empty or not",
        undefined,
        "a pool with replicas keeps its 4 nodes, empty or not",
      ],
    ],
    [
      "a static pool without room",
      { replicas: 4, limits: { nodes: 4 } },
      [
        "a pool with replicas keeps its 4 nodes, empty or not",
        "limits.nodes 4 leave no room for a new node beside the 4 replicas",
        "a pool with replicas keeps its 4 nodes, empty or not",
      ],
    ],
  ];
  for (const [what, given, expected] of impossible) {
    it(`knows which reasons ${what} rules out`, () => {
      const { reasons } = disruptionCalendar(poolWith(given), tokyo, { nodeCount: 5 });
      assert.deepEqual(
        reasons.map(({ never }) => never),
        expected,
      );
      for (const { never, openMinutes } of reasons) {
        assert.equal(openMinutes, never === undefined ? 10_080 : 0);
      }
    });
  }

  it("says which reasons apply at any time, and to how many nodes", () => {
    const at = (budgets: readonly Budget[]) =>
      calendarText(disruptionCalendar(poolWith({ budgets }), tokyo, { nodeCount: 5 }))[1];
    assert.equal(at([]), "Drifted: at any time, all nodes at once");
    assert.equal(at([{ nodes: "1" }]), "Drifted: at any time, 1 node at a time");
    // Open all week, but for different numbers of nodes.
    assert.equal(
      at([{ nodes: "3" }, { nodes: "1", schedule: "0 15 * * SUN", duration: "24h" }]),
      "Drifted: MON 00:00 to TUE 00:00, 1 node at a time; TUE 00:00 to MON 00:00, 3 nodes at once in Asia/Tokyo",
    );
    // One interval, but not all week.
    assert.equal(
      at([{ nodes: "0", schedule: "0 15 * * SUN", duration: "24h" }]),
      "Drifted: TUE 00:00 to MON 00:00, all nodes at once in Asia/Tokyo",
    );
  });

  it("starts a new interval only if another budget sets the number", () => {
    const pool = poolWith({
      budgets: [
        { nodes: "100%" },
        { nodes: "5", schedule: "0 15 * * SUN", duration: "24h" },
        { nodes: "5", schedule: "0 15 * * MON", duration: "24h" },
        { nodes: "2", schedule: "0 15 * * TUE", duration: "24h", reasons: ["Empty"] },
      ],
    });
    const stretches = (reason: DisruptionReason, nodes: number) =>
      calendarOf(pool, reason, tokyo, nodes).intervals.map(
        ({ localFrom, written, allowed }) => `${localFrom.slice(8, 10)} ${written} ${allowed}`,
      );
    assert.deepEqual(stretches("Drifted", 9), ["23 5 5", "25 100% 9"]);
    // If two budgets allow equally many, the first one sets the number.
    assert.deepEqual(stretches("Drifted", 5), ["23 100% 5"]);
    assert.deepEqual(stretches("Empty", 9), ["23 5 5", "25 2 2", "26 100% 9"]);
  });

  it("reads as one line for each reason", () => {
    assert.deepEqual(
      calendarText(disruptionCalendar(guide.protectedTraining, tokyo, { nodeCount: 5 })),
      [
        "Empty: daily 08:00 to 09:00, 1 node at a time in Asia/Tokyo",
        "Drifted: daily 08:00 to 09:00, 1 node at a time in Asia/Tokyo",
        "Underutilized: never, consolidationPolicy WhenEmpty leaves every node that runs a pod",
      ],
    );
    assert.deepEqual(
      calendarText(disruptionCalendar(guide.businessHours, tokyo, { nodeCount: 5 })).slice(0, 1),
      [
        "Empty: MON 00:00 to 18:00, 1 node at a time; TUE-FRI 04:00 to 18:00, 1 node at a time; SAT 04:00 to MON 00:00, 1 node at a time in Asia/Tokyo",
      ],
    );
    assert.deepEqual(
      calendarText(disruptionCalendar(guide.training, tokyo, { nodeCount: 5 })).slice(0, 2),
      [
        "Empty: never in this week, budgets allow 0 nodes",
        "Drifted: never in this week, budgets allow 0 nodes",
      ],
    );
    assert.deepEqual(
      calendarText(disruptionCalendar(guide.chain, tokyo, { nodeCount: 25 })).slice(0, 1),
      ["Empty: at any time, 3 nodes at once"],
    );
  });
});

const schedules = fc.oneof(
  fc.constantFrom("0 0 * * *", "30 22 * * SUN", "*/20 3-5 * * *", "0 9 * * MON-FRI", "@hourly"),
  fc
    .tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 6 }),
    )
    .map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`),
);
const budgets: fc.Arbitrary<Budget> = fc
  .record({
    nodes: fc.constantFrom("0", "1", "2", "7", "0%", "10%", "50%", "100%"),
    timing: fc.option(
      fc.tuple(schedules, fc.constantFrom("1m", "45m", "10h", "23h", "1h30m", "200h")),
      { nil: undefined },
    ),
    reasons: fc.option(fc.uniqueArray(fc.constantFrom(...disruptionReasons)), { nil: undefined }),
  })
  .map(({ nodes, timing, reasons }) => ({
    nodes,
    ...(timing === undefined ? {} : { schedule: timing[0], duration: timing[1] }),
    ...(reasons === undefined ? {} : { reasons }),
  }));
const weeks = fc.constantFrom(
  tokyo,
  weekOf("America/New_York", "2026-03-02"),
  weekOf("America/New_York", "2026-10-26"),
  weekOf("Australia/Lord_Howe", "2026-09-28"),
  weekOf("UTC", "2026-12-28"),
);

describe("the calendar of any pool", () => {
  it("covers the week without gaps and agrees with Karpenter's rule in every minute", () => {
    fc.assert(
      fc.property(
        fc.array(budgets, { maxLength: 4 }),
        weeks,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(...disruptionReasons),
        (list, week, nodeCount, reason) => {
          const pool = poolWith({ budgets: list });
          const { intervals } = calendarOf(pool, reason, week, nodeCount);
          assert.equal(intervals[0]?.from, week.from);
          assert.equal(intervals.at(-1)?.to, week.to);
          let at = Date.parse(week.from);
          for (const { from, to, allowed } of intervals) {
            assert.equal(Date.parse(from), at);
            assert.ok(Date.parse(to) > at);
            for (; at < Date.parse(to); at += 60_000) {
              const expected = allowedDisruptions(list, reason, nodeCount, new Date(at));
              if ((allowed ?? Infinity) !== expected) {
                assert.equal(allowed ?? Infinity, expected, new Date(at).toISOString());
              }
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("has, for each number, the written amount of a budget that is active then", () => {
    fc.assert(
      fc.property(fc.array(budgets, { maxLength: 4 }), weeks, (list, week) => {
        const pool = poolWith({ budgets: list });
        for (const { reason, intervals } of disruptionCalendar(pool, week, { nodeCount: 10 })
          .reasons) {
          for (const { from, allowed, written } of intervals) {
            assert.equal(written === undefined, allowed === null);
            if (written === undefined) continue;
            const alone = list.filter(({ nodes }) => nodes === written);
            assert.equal(allowedDisruptions(alone, reason, 10, new Date(from)), allowed);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
