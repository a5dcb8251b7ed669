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

describe("the windows of training tiers", () => {
  const faultsOf = (tiers: Record<string, Record<string, unknown>>, window?: null) =>
    stackFaults("production-us-east-1", (sections) => {
      Object.assign((sections["tiers"] ??= {}), tiers);
      if (window === null) {
        delete sections["maintenanceWindow"];
        delete sections["tiers"]["gpu-training-protected"];
      }
    });
  const sunday = { days: ["SUN"], start: "02:00", length: "3h" };

  it("are not needed by gpu-training, whose busy nodes drift never touches", () => {
    assert.deepEqual(faultsOf({}, null), []);
  });

  it("are refused where the tier has none, because they would have no effect", () => {
    assert.deepEqual(faultsOf({ "gpu-training": { maintenanceWindow: sunday } }), [
      'tiers.gpu-training.maintenanceWindow: drift never touches a busy node of the tier, so it has no maintenance window, got {"days":["SUN"],"start":"02:00","length":"3h"}; expected no maintenance window; remove it, or use gpu-training-protected for nodes that have to be patched on schedule',
    ]);
    assert.match(
      faultsOf({ "multi-arch": { maintenanceWindow: sunday } })[0] ?? "",
      /^tiers\.multi-arch\.maintenanceWindow: the tier follows its load .*; remove it, or set blockedWindow/,
    );
    assert.deepEqual(faultsOf({ "gpu-training-protected": { maintenanceWindow: sunday } }), []);
  });

  it("are the only way to patch a static pool, so a static gpu-training is refused", () => {
    const one = { gpus: ["h100"], gpusPerNode: [8], replicas: 2 };
    assert.deepEqual(faultsOf({ "gpu-training-b": one }), [
      "tiers.gpu-training-b.replicas: nodes of a static pool are never replaced because they are empty, and in this tier drift never replaces them either, got 2; expected a tier with a maintenance window; use gpu-training-protected, or begin with it",
    ]);
    assert.deepEqual(faultsOf({ "gpu-training-protected-b": one }), []);
    for (const nodes of ["0", "1"]) {
      const budgets = [
        { nodes, reasons: ["Drifted"] },
        { nodes: "100%", reasons: ["Empty"] },
      ];
      assert.equal(faultsOf({ "gpu-training-b": { ...one, budgets } }).length, 1, nodes);
    }
    const team = { ...one, from: "gpu-training-protected", limits: { nodes: 3 } };
    assert.deepEqual(faultsOf({ team }), []);
    assert.deepEqual(faultsOf({ "gpu-training-b": { ...one, replicas: 0 } }), []);
  });

  it("leave no place for a blocked window", () => {
    assert.deepEqual(faultsOf({ "gpu-training-protected": { blockedWindow: sunday } }), [
      'tiers.gpu-training-protected.blockedWindow: a training tier is blocked outside its maintenance window anyway, got {"days":["SUN"],"start":"02:00","length":"3h"}; expected no blocked window; remove it, or set maintenanceWindow',
    ]);
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
