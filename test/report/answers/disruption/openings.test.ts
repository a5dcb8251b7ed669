import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  firstOpening,
  isWeekly,
  longestClosed,
} from "../../../../report/answers/disruption/openings";
import type { Budget } from "../../../../scheduling/budgets/budget";

const monday = new Date("2026-11-23T00:00:00.000Z");

function opening(...budgets: readonly Budget[]) {
  return { budgets, reason: "Drifted", nodeCount: 1 } as const;
}

function closed(schedule: string, duration: string): Budget {
  return { nodes: "0", schedule, duration };
}

describe("the first moment at which a node may go", () => {
  const first = (from: Date, ...budgets: readonly Budget[]) =>
    firstOpening(opening(...budgets), from)?.toISOString();

  it("is now, to the millisecond, if budgets are open", () => {
    const now = new Date("2026-11-23T09:30:15.250Z");
    assert.equal(first(now), "2026-11-23T09:30:15.250Z");
    assert.equal(first(now, { nodes: "1" }), "2026-11-23T09:30:15.250Z");
  });

  it("is the end of the closed period", () => {
    assert.equal(first(monday, closed("0 0 * * *", "8h")), "2026-11-23T08:00:00.000Z");
    // Open only in the last hour of the week.
    assert.equal(first(monday, closed("0 0 * * MON", "167h")), "2026-11-29T23:00:00.000Z");
  });

  it("is the last minute of a week for a schedule that opens then", () => {
    const from = new Date("2026-11-23T00:00:30.000Z");
    const budget = closed("1 0 * * MON", "167h59m");
    assert.equal(first(from, budget), "2026-11-23T00:00:30.000Z");
    const later = new Date("2026-11-23T00:01:00.000Z");
    assert.equal(first(later, budget), "2026-11-30T00:00:00.000Z");
  });

  it("may be years away if schedules follow dates", () => {
    // Closed on all days except 29 February, which exists once in four years.
    const allButLeapDay = [closed("0 0 1-28 * *", "24h"), closed("0 0 29-31 1,3-12 *", "24h")];
    assert.equal(first(monday, ...allButLeapDay), "2028-02-29T00:00:00.000Z");
    const allButChristmas = [closed("0 0 25 12 *", "8736h")];
    assert.equal(first(monday, ...allButChristmas), "2026-12-24T00:00:00.000Z");
    assert.equal(
      first(new Date("2026-12-25T00:00:00.000Z"), ...allButChristmas),
      "2027-12-24T00:00:00.000Z",
    );
  });

  it("never comes if a budget of 0 nodes is always active", () => {
    assert.equal(first(monday, { nodes: "0" }), undefined);
    assert.equal(first(monday, closed("0 0 1 * *", "744h")), undefined);
  });
});

describe("the longest time that budgets keep a node", () => {
  const longest = (...budgets: readonly Budget[]) => longestClosed(opening(...budgets), monday);

  it("is 0 if budgets are open, and unknown if they never open", () => {
    assert.equal(longest(), 0);
    assert.equal(longest({ nodes: "0" }), undefined);
  });

  it("is the longest of several", () => {
    assert.equal(longest(closed("0 0 * * *", "8h"), closed("0 9 * * *", "10h")), 600);
    assert.equal(longest(closed("0 0 * * MON", "167h")), 167 * 60);
  });

  it("may be between two openings in different years", () => {
    assert.equal(longest(closed("0 0 25 12 *", "8736h")), 8736 * 60);
  });

  it("counts a closed period that is still running at the end", () => {
    // Closed from Tuesday noon for most of the week, beyond the end of the second week too.
    assert.equal(longest(closed("0 12 * * TUE", "160h")), 160 * 60);
  });
});

describe("budgets that say the same in every week", () => {
  it("have no restriction on days of the month and months", () => {
    assert.equal(isWeekly([]), true);
    assert.equal(isWeekly([{ nodes: "1" }, closed("0 9 * * MON-FRI", "8h")]), true);
    assert.equal(isWeekly([closed("0 9 * 1-11 *", "8h")]), false);
    assert.equal(isWeekly([closed("0 9 1-30 * *", "8h")]), false);
    assert.equal(isWeekly([{ nodes: "1" }, closed("0 9 1 * *", "8h")]), false);
    assert.equal(isWeekly([closed("no schedule", "8h")]), true);
  });
});
