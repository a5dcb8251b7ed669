import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const faults = (overrides: Record<string, unknown>) =>
  stackFaults("production-us-east-1", ({ tiers }) => {
    (tiers ??= {})["gpu-inference"] = overrides;
  });

const everyDay = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

describe("a blocked window", () => {
  it("is refused when it covers the whole week", () => {
    const blockedWindow = { days: everyDay, start: "00:00", length: "24h", timeZone: "Asia/Tokyo" };
    assert.deepEqual(faults({ blockedWindow }), [
      'tiers.gpu-inference.blockedWindow: covers every minute of the week in 2026, summer and winter time together, got {"days":["MON","TUE","WED","THU","FRI","SAT","SUN"],"start":"00:00","length":...; expected a window that ends before it starts again; shorten it, or drop a day; busy nodes would stay until they expire (720h)',
    ]);
  });

  it("is refused when only the change to summer time closes its gap", () => {
    const newYork = { days: everyDay, start: "00:00", length: "23h", timeZone: "America/New_York" };
    assert.equal(faults({ blockedWindow: newYork }).length, 1);
    assert.deepEqual(faults({ blockedWindow: { ...newYork, timeZone: "Asia/Tokyo" } }), []);
    assert.deepEqual(faults({ blockedWindow: { ...newYork, length: "22h" } }), []);
  });
});

describe("a blocked window beside budgets", () => {
  const blockedWindow = { days: ["MON"], start: "09:00", length: "10h" };

  it("is refused, because the budgets replace it", () => {
    const budgets = [{ nodes: "10%" }];
    assert.deepEqual(faults({ blockedWindow, budgets }), [
      'tiers.gpu-inference.blockedWindow: has no effect beside budgets, which replace it, got {"days":["MON"],"start":"09:00","length":"10h"}; expected one of the two; remove budgets, or write the window as a budget of 0 with schedule (UTC) and duration',
    ]);
    assert.deepEqual(faults({ blockedWindow }), []);
    assert.deepEqual(faults({ budgets }), []);
  });
});

describe("a window of no length", () => {
  it("is refused, because it would block nothing", () => {
    for (const length of ["0m", "0h", "0h0m"]) {
      const blockedWindow = { days: ["MON"], start: "09:00", length };
      assert.deepEqual(faults({ blockedWindow }), [
        `tiers.gpu-inference.blockedWindow.length: not allowed, got "${length}"; expected hours and minutes such as 3h, 90m or 1h30m; set tiers.gpu-inference.blockedWindow.length`,
      ]);
    }
    const half = { days: ["MON"], start: "09:00", length: "0h30m" };
    assert.deepEqual(faults({ blockedWindow: half }), []);
  });
});

describe("budgets in a stack file", () => {
  it("are refused when they never allow the removal of an empty node", () => {
    assert.deepEqual(faults({ budgets: [{ nodes: "0" }] }), [
      'tiers.gpu-inference.budgets: never allow the removal of an empty node, got [{"nodes":"0"}]; expected some time at which an empty node may be removed; name the reasons of the budget of 0, such as Drifted and Underutilized; an empty node would be billed until it expires (720h)',
    ]);
  });

  it("are refused when their schedules cover each other's gaps", () => {
    const day = { nodes: "0", schedule: "0 6 * * *", duration: "12h" };
    const night = { nodes: "0", schedule: "0 18 * * *", duration: "12h" };
    assert.equal(faults({ budgets: [day, night] }).length, 1);
    assert.deepEqual(faults({ budgets: [day, { ...night, duration: "11h" }] }), []);
  });

  it("are accepted when they never allow the disruption of busy nodes only", () => {
    const reasons = ["Drifted", "Underutilized"];
    assert.deepEqual(faults({ budgets: [{ nodes: "0", reasons }, { nodes: "100%" }] }), []);
  });
});
