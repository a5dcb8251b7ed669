import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { calendarWeek } from "../../../../report/answers/disruption/calendar-week";
import { disruptionCalendar } from "../../../../report/answers/disruption/disruption-calendar";
import {
  blockBesideWorkingHours,
  windowInWorkingHours,
  workingHours,
} from "../../../../report/answers/disruption/local-windows";
import type { Budget } from "../../../../scheduling/budgets/budget";
import { poolWith } from "../../../support/disruption-pools";

function weekOf(timeZone: string) {
  const answer = calendarWeek(timeZone, "2026-11-23");
  assert.ok("week" in answer);
  return answer.week;
}

/** The window of a pool that is open only for these hours: budgets of 0 close it for the rest. */
function window(timeZone: string, ...budgets: readonly Budget[]) {
  return windowInWorkingHours(disruptionCalendar(poolWith({ budgets }), weekOf(timeZone)));
}

describe("working hours", () => {
  it("are Monday to Friday, eight to six", () => {
    assert.equal(workingHours.length, 5);
    assert.deepEqual(workingHours[0], { from: 480, to: 1080 });
    assert.deepEqual(workingHours[4], { from: 4 * 1440 + 480, to: 4 * 1440 + 1080 });
  });
});

describe("a window that was meant in local time", () => {
  const nightHour: Budget = { nodes: "0", schedule: "0 0 * * *", duration: "23h" };

  it("is the first that covers more working hours than its UTC times would as local times", () => {
    assert.deepEqual(window("Asia/Tokyo", nightHour), {
      utc: "23:00–00:00",
      local: "08:00–09:00",
      localStart: 480,
      workingMinutes: 60,
      workingMinutesAsRead: 0,
    });
  });

  it("is none if it covers no more, is never open, or is open half of the time", () => {
    assert.equal(window("Europe/Berlin", nightHour), undefined);
    assert.equal(window("Asia/Tokyo", { nodes: "0" }), undefined);
    // Open from 20:00 to 08:00 UTC, half of every day. That covers much of Tokyo's morning, but it is no window.
    assert.equal(
      window("Asia/Tokyo", { nodes: "0", schedule: "0 8 * * *", duration: "12h" }),
      undefined,
    );
    assert.notEqual(
      window("Asia/Tokyo", { nodes: "0", schedule: "0 8 * * *", duration: "12h30m" }),
      undefined,
    );
  });

  it("is found among the windows of every reason", () => {
    const drift: Budget = { ...nightHour, reasons: ["Drifted"] };
    const empty: Budget = { nodes: "0", reasons: ["Empty", "Underutilized"] };
    assert.equal(window("Asia/Tokyo", empty, drift)?.local, "08:00–09:00");
  });
});

describe("a block that was meant for working hours", () => {
  const businessHours: Budget = { nodes: "0", schedule: "0 9 * * MON-FRI", duration: "9h" };
  const block = (timeZone: string, budget: Budget) =>
    blockBesideWorkingHours(budget, weekOf(timeZone));

  it("is reported with the hours that it covers and those that it was meant to cover", () => {
    assert.deepEqual(block("Asia/Tokyo", businessHours), {
      utc: "09:00–18:00",
      local: "18:00–03:00",
      localStart: 18 * 60,
      workingMinutes: 0,
      workingMinutesAsRead: 5 * 9 * 60,
    });
    assert.equal(block("Asia/Tokyo", { ...businessHours, nodes: "00%" })?.utc, "09:00–18:00");
  });

  it("is none if it covers three quarters of the working hours anyway", () => {
    assert.equal(block("Europe/Berlin", businessHours), undefined);
    // Eight hours, of which six are working hours on local clocks, and five one hour later.
    const eight: Budget = { nodes: "0", schedule: "0 8 * * MON-FRI", duration: "8h" };
    assert.equal(block("Asia/Dubai", eight), undefined);
    assert.equal(block("Asia/Tashkent", eight)?.workingMinutes, 5 * 5 * 60);
  });

  it("is none for a budget that allows a node, or that is always active", () => {
    for (const nodes of ["1", "10", "10%", "01"]) {
      assert.equal(block("Asia/Tokyo", { ...businessHours, nodes }), undefined);
    }
    assert.equal(block("Asia/Tokyo", { nodes: "0" }), undefined);
  });

  it("is none if it would be mostly outside working hours", () => {
    // 20 of 24 hours. Read as local time, at most half of it are working hours.
    const long: Budget = { nodes: "0", schedule: "0 18 * * *", duration: "20h" };
    assert.equal(block("Asia/Tokyo", long), undefined);
  });

  it("is described by a whole block, even if the week begins inside one", () => {
    // In Auckland the week begins on Sunday at 11:00 UTC, four hours into the block.
    const daily: Budget = { nodes: "0", schedule: "0 7 * * *", duration: "10h" };
    const found = block("Pacific/Auckland", daily);
    assert.equal(found?.utc, "07:00–17:00");
  });
});
