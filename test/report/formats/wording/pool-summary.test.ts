import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { calendarWeek } from "../../../../report/answers/disruption/calendar-week";
import { disruptionCalendar } from "../../../../report/answers/disruption/disruption-calendar";
import { driftSummary } from "../../../../report/formats/wording/pool-summary";
import type { Budget } from "../../../../scheduling/budgets/budget";
import { poolWith } from "../../../support/disruption-pools";

describe("the disruption summary of a pool", () => {
  it("tells every amount of the week, and not the first one for all of it", () => {
    const mondays = { nodes: "25%", schedule: "0 0 * * 1", duration: "24h" };
    assert.equal(summary([mondays]), "Mon 00:00 to 24:00, 25%; otherwise no limit");
    const nights = { nodes: "2", schedule: "0 0 * * 1-5", duration: "4h" };
    assert.equal(
      summary([{ nodes: "3" }, nights]),
      "Mon-Fri 00:00 to 04:00, 2 nodes; otherwise 3 nodes",
    );
  });

  it("tells windows of two amounts between blocks", () => {
    const blocked = { nodes: "0", schedule: "0 6 * * *", duration: "18h" };
    assert.equal(
      summary([blocked, { nodes: "1", schedule: "0 0 * * 0", duration: "24h" }]),
      "Mon-Sat 00:00 to 06:00, no limit; Sun 00:00 to 06:00, 1 node",
    );
  });

  it("says any time where one amount is for the whole week", () => {
    assert.equal(summary([{ nodes: "25%" }]), "any time, 25%");
    assert.equal(summary([]), "any time, no limit");
  });

  it("says never where nothing is open", () => {
    assert.equal(summary([{ nodes: "0" }]), "never");
  });
});

function summary(budgets: readonly Budget[]): string {
  const answer = calendarWeek("UTC", "2026-11-23");
  assert.ok("week" in answer);
  return driftSummary(disruptionCalendar(poolWith({ budgets }), answer.week, { nodeCount: 5 }));
}
