import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { disBudgetScheduleValid } from "../../../../policies/rules/disruption/dis-budget-schedule-valid";
import { inferencePool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const freeze =
  "One unreadable budget blocks disruption in the whole pool: Karpenter removes no idle node and replaces no node for a security patch.";
const more = "More: docs/policies/dis-budget-schedule-valid.md";

describe("dis-budget-schedule-valid", () => {
  it("says what a time zone prefix does and what to write instead", async () => {
    const { messages } = await checkBy(
      disBudgetScheduleValid,
      poolWith({ nodes: "0", schedule: "TZ=Asia/Tokyo 0 9 * * MON-FRI", duration: "10h" }),
    );
    assert.deepEqual(messages, [
      [
        "Karpenter can read every disruption budget, and the budget does what it says.",
        'spec.disruption.budgets[0].schedule: schedule with a time zone prefix, got "TZ=Asia/Tokyo 0 9 * * MON-FRI"; expected five fields in UTC, such as 0 2 * * SUN',
        `Karpenter reads schedules in UTC and puts TZ=UTC in front itself. ${freeze}`,
        "Fix: remove the prefix and convert the hours to UTC, days of the week included.",
        more,
      ].join("\n"),
    ]);
  });

  for (const [what, budget, expected] of [
    [
      "Sunday as 7",
      { nodes: "0", schedule: "0 9 * * 7", duration: "1h" },
      'spec.disruption.budgets[0].schedule: day of week 7, got "0 9 * * 7"; expected 0 to 6, or SUN to SAT',
    ],
    [
      "a value that reads like the end of a message, whole",
      { nodes: "1; expected nothing; sleep" },
      'spec.disruption.budgets[0].nodes: is no number of nodes, got a text of 26 characters; expected text: a count such as "2" or a share from "0%" to "100%"',
    ],
    [
      "an interval",
      { nodes: "0", schedule: "@every 24h", duration: "1h" },
      'spec.disruption.budgets[0].schedule: schedule that counts from Karpenter\'s start, got "@every 24h"; expected five fields in UTC, or @hourly, @daily, @weekly, @monthly or @yearly',
    ],
    [
      "a duration in days",
      { nodes: "0", schedule: "@weekly", duration: "1d" },
      'spec.disruption.budgets[0].duration: is no budget duration, got "1d"; expected hours and minutes, e.g. 8h, 30m or 1h30m',
    ],
    [
      "a schedule without a duration",
      { nodes: "0", schedule: "@weekly" },
      'spec.disruption.budgets[0]: has a schedule but no duration, got {"nodes":"0","schedule":"@weekly"}; expected what Karpenter accepts there',
    ],
    [
      "an empty list of reasons",
      { nodes: "0", reasons: [] },
      "spec.disruption.budgets[0].reasons: empty list of reasons, got []; expected Empty, Drifted or Underutilized, or no list for all of them",
    ],
    [
      "a window longer than its period",
      { nodes: "0", schedule: "0 22 * * MON,TUE,SAT", duration: "24h1m" },
      "spec.disruption.budgets[0].duration: window longer than the time between two of its starts, got 24h1m every 24h at the closest; expected at most 24h",
    ],
    [
      "a window longer than the way from December to January",
      { nodes: "0", schedule: "0 0 1,31 12,1 *", duration: "48h" },
      "spec.disruption.budgets[0].duration: window longer than the time between two of its starts, got 48h every 24h at the closest; expected at most 24h",
    ],
  ] as const) {
    it(`explains ${what}`, async () => {
      const { messages } = await checkBy(disBudgetScheduleValid, poolWith(budget));
      assert.deepEqual(
        messages.map((message) => message.split("\n")[1]),
        [expected],
      );
    });
  }

  for (const budget of [
    { nodes: "0" },
    { nodes: "100%", reasons: ["Empty", "Drifted", "Underutilized"] },
    { nodes: "5", schedule: "*/15 9-17 * jan-mar mon-fri", duration: "15m" },
    { nodes: "5", schedule: "0 0 29 2 *", duration: "24h" },
    { nodes: "5", schedule: "@hourly", duration: "1h0s" },
  ]) {
    it(`accepts ${JSON.stringify(budget)}`, async () => {
      assert.deepEqual(await pathsBy(disBudgetScheduleValid, poolWith(budget)), []);
    });
  }
});

function poolWith(...budgets: readonly object[]) {
  const pool = inferencePool();
  return { ...pool, spec: { ...pool.spec, disruption: { ...pool.spec.disruption, budgets } } };
}
