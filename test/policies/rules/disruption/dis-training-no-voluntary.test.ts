import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { disTrainingNoVoluntary } from "../../../../policies/rules/disruption/dis-training-no-voluntary";
import { trainingBudgets } from "../../../../scheduling/budgets/utc-windows";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const budgetsPath = "spec.disruption.budgets";
const windowPath = 'metadata.annotations["accelerator-platform.io/maintenance-window"]';
const more = "More: docs/policies/dis-training-no-voluntary.md";

describe("dis-training-no-voluntary", () => {
  it("names the hours in UTC and in the window's zone, at each of its offsets", async () => {
    const { messages } = await checkBy(
      disTrainingNoVoluntary,
      poolWith("SUN 02:00 3h America/New_York", trainingPool().spec.disruption.budgets),
    );
    assert.deepEqual(messages, [
      [
        "Karpenter may replace nodes of a training pool with running jobs only inside the pool's maintenance window.",
        "spec.disruption.budgets: Drifted and Underutilized disruption is allowed outside the maintenance window SUN 02:00 3h America/New_York, got SAT 17:00-20:00 UTC (America/New_York: SAT 12:00-15:00 at UTC-05:00; SAT 13:00-16:00 at UTC-04:00); expected 0 nodes except at SUN 07:00-09:00 UTC",
        "The budgets are [100% for Empty, 1 for Drifted+Underutilized and 0 for Drifted+Underutilized at 0 20 * * SAT for 165h]; the smallest active one counts, and without an active one there is no limit. Drift evicts running jobs whatever the consolidation policy is.",
        'Fix: set spec.disruption.budgets to [{"nodes":"100%","reasons":["Empty"]},{"nodes":"1","reasons":["Drifted","Underutilized"]},{"nodes":"0","reasons":["Drifted","Underutilized"],"schedule":"0 9 * * SUN","duration":"166h"}].',
        more,
      ].join("\n"),
    ]);
  });

  it("says what a pool without budgets allows, at any time", async () => {
    const { messages } = await checkBy(disTrainingNoVoluntary, poolWith(undefined, undefined));
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.disruption.budgets: Drifted and Underutilized disruption is allowed and the pool declares no maintenance window, got at any time; expected 0 nodes at any time",
      "The pool sets no budgets, which means 10 %, rounded up to at least one node, for every reason. Drift evicts running jobs whatever the consolidation policy is.",
      `Fix: set spec.disruption.budgets to [{"nodes":"100%","reasons":["Empty"]},{"nodes":"0","reasons":["Drifted","Underutilized"]}], or declare a window in ${windowPath}.`,
    ]);
  });

  it("prices the idle nodes that a budget of 0 for every reason keeps", async () => {
    const { messages } = await checkBy(
      disTrainingNoVoluntary,
      poolWith(undefined, [{ nodes: "0" }]),
    );
    assert.deepEqual(
      messages.map((message) => message.split("\n").slice(1, 3)),
      [
        [
          "spec.disruption.budgets: empty nodes are kept and billed, got at any time; expected more than 0 nodes for Empty at any time",
          "The budgets are [0]; the smallest active one counts, and without an active one there is no limit. An idle p5.48xlarge costs $55.04 an hour on demand (us-east-1, 2026-07-20).",
        ],
      ],
    );
  });

  it("reports reasons apart that are allowed at different hours", async () => {
    const { messages } = await checkBy(
      disTrainingNoVoluntary,
      poolWith(undefined, [
        { nodes: "100%", reasons: ["Empty"] },
        { nodes: "0", reasons: ["Drifted"], schedule: "0 0 * * *", duration: "22h" },
        { nodes: "0", reasons: ["Underutilized"], schedule: "0 0 * * *", duration: "20h" },
      ]),
    );
    assert.deepEqual(
      messages.map((message) => /: (\w+ disruption).* got (.*);/.exec(message)?.slice(1, 3)),
      [
        ["Drifted disruption", "daily 22:00-24:00 UTC"],
        ["Underutilized disruption", "daily 20:00-24:00 UTC"],
      ],
    );
  });

  it("finds the one minute by which a budget ends too early", async () => {
    const pool = poolWith("SUN 02:00 3h Asia/Tokyo", [
      { nodes: "100%", reasons: ["Empty"] },
      {
        nodes: "0",
        reasons: ["Drifted", "Underutilized"],
        schedule: "0 20 * * SAT",
        duration: "164h59m",
      },
    ]);
    const { messages } = await checkBy(disTrainingNoVoluntary, pool);
    assert.deepEqual(
      messages.map((message) => /got (.*); expected/.exec(message)?.[1]),
      ["SAT 16:59-17:00 UTC (Asia/Tokyo: SUN 01:59-02:00)"],
    );
  });

  it("finds a single date on which drift is let through", async () => {
    const pool = poolWith(undefined, [
      { nodes: "100%", reasons: ["Empty"] },
      // Every day of every month but 29 February.
      {
        nodes: "0",
        reasons: ["Drifted", "Underutilized"],
        schedule: "0 0 * 1,3-12 *",
        duration: "24h",
      },
      {
        nodes: "0",
        reasons: ["Drifted", "Underutilized"],
        schedule: "0 0 1-28 2 *",
        duration: "24h",
      },
    ]);
    assert.deepEqual(await pathsBy(disTrainingNoVoluntary, pool), [budgetsPath]);
  });

  it("caps the length of a window by its configuration, but never at a whole day", async () => {
    const budgets = [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "0", reasons: ["Drifted", "Underutilized"] },
    ];
    const paths = (window: string, config: object) =>
      pathsBy(disTrainingNoVoluntary, poolWith(window, budgets), undefined, config);
    assert.deepEqual(await paths("SUN 02:00 4h Asia/Tokyo", {}), []);
    assert.deepEqual(await paths("SUN 02:00 4h1m Asia/Tokyo", {}), [windowPath]);
    assert.deepEqual(
      await paths("SUN 02:00 6h Asia/Tokyo", { maxMaintenanceWindowMinutes: 360 }),
      [],
    );
    const wide = { maxMaintenanceWindowMinutes: 5000, maxMaintenanceHoursPerWeek: 168 };
    assert.deepEqual(await paths("SUN 00:00 24h Asia/Tokyo", wide), [windowPath]);
    assert.deepEqual(await paths("SUN 00:00 23h59m Asia/Tokyo", wide), []);
  });

  it("caps the hours of a week", async () => {
    const budgets = [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "0", reasons: ["Drifted", "Underutilized"] },
    ];
    const config = { maxMaintenanceHoursPerWeek: 12 };
    const { messages } = await checkBy(
      disTrainingNoVoluntary,
      poolWith("daily 02:00 2h Asia/Tokyo", budgets),
      undefined,
      config,
    );
    assert.deepEqual(
      messages.map((message) => message.split("\n")[1]),
      [
        `${windowPath}: window of 14 hours a week, got daily 02:00 2h Asia/Tokyo; expected at most 12 hours a week`,
      ],
    );
    assert.deepEqual(
      await pathsBy(
        disTrainingNoVoluntary,
        poolWith("MON-SAT 02:00 2h Asia/Tokyo", budgets),
        undefined,
        config,
      ),
      [],
    );
  });

  it("accepts the budgets that the scheduling model makes for any window", async () => {
    const days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...days], { minLength: 1 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 61, max: 240 }),
        fc.constantFrom("UTC", "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Europe/London"),
        async (windowDays, start, lengthMinutes, timeZone) => {
          const time = `${pad(Math.floor(start / 60))}:${pad(start % 60)}`;
          const length = `${Math.floor(lengthMinutes / 60)}h${lengthMinutes % 60 === 0 ? "" : `${lengthMinutes % 60}m`}`;
          const budgets = trainingBudgets(
            { days: windowDays, start: time, lengthMinutes, timeZone },
            2026,
          );
          const pool = poolWith(`${windowDays.join(",")} ${time} ${length} ${timeZone}`, budgets);
          assert.deepEqual(await pathsBy(disTrainingNoVoluntary, pool), []);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("never accepts a budget that is open for an hour where the window is closed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 23 }),
        async (day, hour) => {
          // The window is WED 12:00-14:00 UTC; the budgets are closed but for the hour.
          const inside = day === 3 && (hour === 12 || hour === 13);
          const pool = poolWith("WED 12:00 2h UTC", [
            { nodes: "100%", reasons: ["Empty"] },
            {
              nodes: "0",
              reasons: ["Drifted", "Underutilized"],
              schedule: `0 ${(hour + 1) % 24} * * ${(day + (hour === 23 ? 1 : 0)) % 7}`,
              duration: "167h",
            },
          ]);
          assert.deepEqual(
            await pathsBy(disTrainingNoVoluntary, pool),
            inside ? [] : [budgetsPath],
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

function poolWith(window: string | undefined, budgets: readonly object[] | undefined) {
  const pool = trainingPool();
  return {
    ...pool,
    metadata: {
      ...pool.metadata,
      annotations:
        window === undefined ? {} : { "accelerator-platform.io/maintenance-window": window },
    },
    spec: { ...pool.spec, disruption: { ...pool.spec.disruption, budgets: budgets ?? null } },
  };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
