import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Budget } from "../../../scheduling/budgets/budget";
import { disruptionTexts } from "../../../sandbox/summary/disruption-text";

/** A Thursday in winter; New York is at UTC-5. */
const inWinter = new Date("2026-01-15T12:00:00Z");
/** A Wednesday in summer; New York is at UTC-4. */
const inSummer = new Date("2026-07-15T12:00:00Z");

function drift(budgets: readonly Budget[] | undefined, zone: string, now: Date): unknown {
  const { limit, windows } = disruptionTexts(budgets, zone, now)[1] ?? assert.fail();
  return { limit, windows };
}

const openOnSundays: readonly Budget[] = [
  { nodes: "1", reasons: ["Drifted"] },
  { nodes: "0", reasons: ["Drifted"], schedule: "0 9 * * SUN", duration: "166h" },
];

describe("the disruption that budgets allow", () => {
  it("is shown for every reason", () => {
    const budgets = [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
    ];
    assert.deepEqual(disruptionTexts(budgets, "UTC", inWinter), [
      { reason: "Empty", limit: "100%", windows: [] },
      { reason: "Drifted", limit: "10%", windows: [] },
      { reason: "Underutilized", limit: "10%", windows: [] },
    ]);
  });

  it("is 10% without budgets, unlimited with an empty list, and never with 0", () => {
    assert.deepEqual(drift(undefined, "UTC", inWinter), { limit: "10%", windows: [] });
    assert.deepEqual(drift([], "UTC", inWinter), { limit: "no limit", windows: [] });
    assert.deepEqual(drift([{ nodes: "0" }], "UTC", inWinter), { limit: "never", windows: [] });
  });

  it("is never when a budget cannot be read, because Karpenter fails closed", () => {
    const budgets = [{ nodes: "1", schedule: "TZ=Asia/Tokyo 0 9 * * SUN", duration: "1h" }];
    assert.deepEqual(drift(budgets, "UTC", inWinter), { limit: "never", windows: [] });
  });

  it("names windows in local time, by the clock of that day, and in UTC", () => {
    assert.deepEqual(drift(openOnSundays, "America/New_York", inWinter), {
      limit: "1, in the windows",
      windows: ["Sun 18 Jan 02:00-04:00 EST (07:00-09:00 UTC)"],
    });
    assert.deepEqual(drift(openOnSundays, "America/New_York", inSummer), {
      limit: "1, in the windows",
      windows: ["Sun 19 Jul 03:00-05:00 EDT (07:00-09:00 UTC)"],
    });
  });

  it("names the day again when it differs in UTC", () => {
    const closed: readonly Budget[] = [
      { nodes: "2" },
      { nodes: "0", schedule: "30 18 * * SAT", duration: "163h" },
    ];
    assert.deepEqual(drift(closed, "Asia/Tokyo", inWinter), {
      limit: "2, in the windows",
      windows: ["Sat 17 Jan 22:30-Sun 18 Jan 03:30 GMT+9 (13:30-18:30 UTC)"],
    });
    assert.deepEqual(drift(closed, "Pacific/Auckland", inWinter), {
      limit: "2, in the windows",
      windows: ["Sun 18 Jan 02:30-07:30 GMT+13 (Sat 17 Jan 13:30-18:30 UTC)"],
    });
  });

  it("shows the whole window that is open now, and each window of a week", () => {
    const nightly: readonly Budget[] = [
      { nodes: "1" },
      { nodes: "0", schedule: "0 4 * * *", duration: "22h" },
    ];
    const at = new Date("2026-01-15T03:00:00Z");
    assert.deepEqual(drift(nightly, "UTC", at), {
      limit: "1, in the windows",
      windows: [15, 16, 17, 18, 19, 20, 21, 22].map((day) => {
        const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(day + 3) % 7];
        return `${weekday} ${day} Jan 02:00-04:00 UTC`;
      }),
    });
  });

  it("has every number that can apply", () => {
    const budgets: readonly Budget[] = [
      { nodes: "20%" },
      { nodes: "2", schedule: "0 9 * * *", duration: "8h" },
    ];
    assert.deepEqual(drift(budgets, "UTC", inWinter), { limit: "20% or 2", windows: [] });
  });
});
