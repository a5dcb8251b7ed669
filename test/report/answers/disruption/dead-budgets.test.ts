import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { deadBudgets } from "../../../../report/answers/disruption/dead-budgets";
import { disruptionReasons, type Budget } from "../../../../scheduling/budgets/budget";
import { openIntervals } from "../../../../scheduling/budgets/disruption-budgets";
import { poolWith } from "../../../support/disruption-pools";

describe("dead budgets", () => {
  const monday = new Date("2026-11-23T00:00:00.000Z");
  const cases: readonly [string, readonly Budget[], readonly [number, readonly number[]][]][] = [
    ["the later of two equal ones", [{ nodes: "1" }, { nodes: "1" }], [[1, [0]]]],
    ["the looser of two counts", [{ nodes: "5" }, { nodes: "2" }], [[0, [1]]]],
    ["the looser of two shares", [{ nodes: "10%" }, { nodes: "20%" }], [[1, [0]]]],
    ["any share beside one node", [{ nodes: "1" }, { nodes: "20%" }], [[1, [0]]]],
    ["neither of 20% and three nodes", [{ nodes: "20%" }, { nodes: "3" }], []],
    [
      "not one that holds when the other does not",
      [{ nodes: "1" }, { nodes: "0", schedule: "0 9 * * *", duration: "1h" }],
      [],
    ],
    [
      "not one of another reason",
      [
        { nodes: "0", reasons: ["Drifted"] },
        { nodes: "1", reasons: ["Empty"] },
      ],
      [],
    ],
    ["one whose list of reasons is empty", [{ nodes: "1", reasons: [] }], [[0, []]]],
    [
      "one that the gap between two windows needs is not dead",
      [
        { nodes: "0", schedule: "0 0 * * *", duration: "22h" },
        { nodes: "0", schedule: "0 23 * * *", duration: "1h" },
        { nodes: "1" },
      ],
      [],
    ],
    [
      "none because of a schedule that holds in this week only",
      [{ nodes: "0", schedule: "0 0 23 11 *", duration: "168h" }, { nodes: "1" }],
      [],
    ],
  ];
  for (const [what, budgets, expected] of cases) {
    it(`are: ${what}`, () => {
      assert.deepEqual(
        deadBudgets(poolWith({ budgets }), monday).map(({ index, ruledBy }) => [index, ruledBy]),
        expected,
      );
    });
  }

  it("are those of reasons that never come", () => {
    const pool = poolWith({
      consolidationPolicy: "WhenEmpty",
      budgets: [{ nodes: "1", reasons: ["Underutilized"] }],
    });
    assert.deepEqual(deadBudgets(pool, monday), [{ index: 0, ruledBy: [] }]);
  });
});

describe("a dead budget", () => {
  const someBudgets = fc.array(
    fc.record(
      {
        nodes: fc.constantFrom("0", "1", "3", "0%", "10%", "50%"),
        reasons: fc.uniqueArray(fc.constantFrom(...disruptionReasons)),
        timing: fc.constantFrom(
          { schedule: "0 0 * * *", duration: "23h" },
          { schedule: "0 23 * * *", duration: "1h" },
          { schedule: "0 9 * * MON-FRI", duration: "10h" },
          { schedule: "0 1 * * SUN", duration: "30m" },
        ),
      },
      { requiredKeys: ["nodes"] },
    ),
    { maxLength: 5 },
  );

  it("can be taken out, with all other dead ones, and nothing changes at any number of nodes", () => {
    const monday = new Date("2026-11-23T00:00:00.000Z");
    let dead = 0;
    fc.assert(
      fc.property(someBudgets, fc.integer({ min: 1, max: 40 }), (list, nodeCount) => {
        const budgets = list.map(({ timing, ...budget }): Budget => ({ ...budget, ...timing }));
        const found = deadBudgets(poolWith({ budgets }), monday).map(({ index }) => index);
        dead += found.length;
        const kept = budgets.filter((_, index) => !found.includes(index));
        const span = { from: monday, minutes: 10_080, nodeCount };
        for (const reason of disruptionReasons) {
          assert.deepEqual(openIntervals(kept, reason, span), openIntervals(budgets, reason, span));
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(dead > 50, `${dead} dead budgets among the cases`);
  });
});
