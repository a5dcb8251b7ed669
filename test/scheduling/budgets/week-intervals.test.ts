import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  complement,
  intersectionOf,
  union,
  weekInterval,
  type WeekInterval,
} from "../../../scheduling/budgets/week-intervals";

const week = 7 * 24 * 60;

function minutesOf(intervals: readonly WeekInterval[]): boolean[] {
  const minutes = Array.from({ length: week }, () => false);
  for (const { from, to } of intervals) minutes.fill(true, from, to);
  return minutes;
}

function isNormal(intervals: readonly WeekInterval[]): boolean {
  return intervals.every(
    ({ from, to }, index) =>
      from < to &&
      from >= 0 &&
      to <= week &&
      (index === 0 || from > (intervals[index - 1]?.to ?? 0)),
  );
}

const someIntervals = fc
  .array(
    fc.tuple(fc.integer({ min: -week, max: 2 * week }), fc.integer({ min: 0, max: week + 5 })),
    {
      maxLength: 6,
    },
  )
  .map((pairs) => pairs.flatMap(([start, length]) => weekInterval(start, length)));

describe("intervals of a week", () => {
  it("become two where they continue after its end", () => {
    assert.deepEqual(weekInterval(week - 60, 120), [
      { from: 0, to: 60 },
      { from: week - 60, to: week },
    ]);
    assert.deepEqual(weekInterval(-60, 60), [{ from: week - 60, to: week }]);
    assert.deepEqual(weekInterval(5, week), [{ from: 0, to: week }]);
    assert.deepEqual(weekInterval(5, 0), []);
  });

  it("and their complement cover every minute exactly once", () => {
    fc.assert(
      fc.property(someIntervals, (intervals) => {
        const rest = complement(intervals);
        assert.ok(isNormal(rest));
        const covered = minutesOf(intervals);
        assert.deepEqual(
          minutesOf(rest),
          covered.map((isCovered) => !isCovered),
        );
        assert.deepEqual(complement(rest), union(intervals));
      }),
    );
  });

  it("unite and intersect minute by minute", () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (a, b) => {
        const inA = minutesOf(a);
        const inB = minutesOf(b);
        const either = union(a, b);
        const both = intersectionOf(a, b);
        assert.ok(isNormal(either) && isNormal(both));
        assert.deepEqual(
          minutesOf(either),
          inA.map((isIn, minute) => isIn || inB[minute] === true),
        );
        assert.deepEqual(
          minutesOf(both),
          inA.map((isIn, minute) => isIn && inB[minute] === true),
        );
      }),
    );
  });
});
