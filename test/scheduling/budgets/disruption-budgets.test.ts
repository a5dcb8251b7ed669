import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  activeWindows,
  allowedDisruptions,
  openIntervals,
} from "../../../scheduling/budgets/disruption-budgets";
import {
  defaultBudgets,
  type Budget,
  type DisruptionReason,
} from "../../../scheduling/budgets/budget";
import { faultTexts } from "../../support/fault-texts";
import { isBrokenAtRunTime, budgetFaults } from "../../../scheduling/budgets/budget-faults";

const reasons: readonly DisruptionReason[] = ["Empty", "Drifted", "Underutilized"];

function allowed(budgets: readonly Budget[] | undefined, at: string, nodes = 10): number[] {
  return reasons.map((reason) => allowedDisruptions(budgets, reason, nodes, new Date(at)));
}

describe("allowed disruptions", () => {
  const noon = "2026-01-05T12:00Z";

  it("are unlimited with an empty list, and 10% rounded up without a list", () => {
    assert.deepEqual(allowed([], noon), [Infinity, Infinity, Infinity]);
    assert.deepEqual(allowed(undefined, noon, 1), [1, 1, 1]);
    assert.deepEqual(allowed(undefined, noon, 11), [2, 2, 2]);
    assert.deepEqual(allowed(undefined, noon, 0), [0, 0, 0]);
  });

  it("round percentages up: 20% of 19 nodes is 4", () => {
    assert.deepEqual(allowed([{ nodes: "20%" }], noon, 19), [4, 4, 4]);
    assert.deepEqual(allowed([{ nodes: "100%" }], noon, 7), [7, 7, 7]);
    assert.deepEqual(allowed([{ nodes: "0%" }], noon, 7), [0, 0, 0]);
  });

  it("are the smallest number of all budgets that apply", () => {
    assert.deepEqual(allowed([{ nodes: "0" }, { nodes: "5" }], noon), [0, 0, 0]);
    assert.deepEqual(
      allowed([{ nodes: "3", reasons: ["Drifted"] }, { nodes: "5" }], noon),
      [5, 3, 5],
    );
  });

  it("are not limited by a budget with an empty list of reasons", () => {
    assert.deepEqual(allowed([{ nodes: "0", reasons: [] }], noon), [Infinity, Infinity, Infinity]);
  });

  it("treat a budget without nodes as 10%, the default of the CRD", () => {
    assert.deepEqual(allowed([{} as Budget], noon, 20), [2, 2, 2]);
  });

  it("wrap around beyond 32 bits, as Kubernetes does", () => {
    assert.deepEqual(allowed([{ nodes: "4294967297" }], noon), [1, 1, 1]);
    assert.deepEqual(allowed([{ nodes: "2147483648" }], noon), [0, 0, 0]);
  });

  const broken: readonly Budget[] = [
    { nodes: "1", schedule: "TZ=Asia/Tokyo 0 9 * * *", duration: "1h", reasons: ["Empty"] },
    { nodes: "1", schedule: "0 9 * * 7", duration: "1h", reasons: ["Empty"] },
    { nodes: "1", schedule: "0 9 * * *", reasons: ["Empty"] },
    { nodes: "1", duration: "1h", reasons: ["Empty"] },
    { nodes: "1", schedule: "0 9 * * *", duration: "1d", reasons: ["Empty"] },
    { nodes: "all", reasons: ["Empty"] },
    { nodes: 1 as unknown as string, reasons: ["Empty"] },
    { nodes: "99999999999999999999", reasons: ["Empty"] },
  ];
  for (const budget of broken) {
    it(`are 0 for every reason because of ${JSON.stringify(budget)}`, () => {
      assert.deepEqual(allowed([{ nodes: "5" }, budget], noon), [0, 0, 0]);
      assert.deepEqual(
        openIntervals([{ nodes: "5" }, budget], "Drifted", { from: new Date(noon), minutes: 60 }),
        [],
      );
    });
  }

  it("treat a budget as active from its hit to just before its end", () => {
    const budgets = [{ nodes: "0", schedule: "0 9 * * *", duration: "1h" }];
    assert.deepEqual(
      [
        "2026-01-05T08:59:59.999Z",
        "2026-01-05T09:00:00Z",
        "2026-01-05T09:59:59.999Z",
        "2026-01-05T10:00:00Z",
      ].map((at) => allowed(budgets, at)[0]),
      [Infinity, 0, 0, Infinity],
    );
  });

  it("treat a budget as always active when its windows overlap", () => {
    const budgets = [{ nodes: "2", schedule: "@hourly", duration: "90m" }];
    assert.deepEqual(allowed(budgets, "2026-01-05T10:59Z"), [2, 2, 2]);
  });

  it("treat a budget as never active when its duration is 0", () => {
    const budgets = [{ nodes: "0", schedule: "* * * * *", duration: "0h" }];
    assert.deepEqual(allowed(budgets, noon), [Infinity, Infinity, Infinity]);
  });

  it("treat a budget as always active when its date never comes", () => {
    const budgets = [{ nodes: "0", schedule: "0 0 30 2 *", duration: "1h" }];
    assert.deepEqual(allowed(budgets, noon), [0, 0, 0]);
    assert.deepEqual(openIntervals(budgets, "Empty", { from: new Date(noon), minutes: 1440 }), []);
  });
});

describe("the GPU guide's budgets", () => {
  it("of gpu-training-protected allow drift only at 23:00-24:00 UTC, despite their third entry", () => {
    const budgets: Budget[] = [
      { nodes: "0", schedule: "0 0 * * *", duration: "23h" },
      { nodes: "1", schedule: "0 23 * * *", duration: "1h" },
      { nodes: "1", reasons: ["Drifted"] },
    ];
    assert.deepEqual(allowed(budgets, "2026-01-05T00:00Z"), [0, 0, 0]);
    assert.deepEqual(allowed(budgets, "2026-01-05T22:59Z"), [0, 0, 0]);
    assert.deepEqual(allowed(budgets, "2026-01-05T23:00Z"), [1, 1, 1]);
    assert.deepEqual(allowed(budgets, "2026-01-05T23:59Z"), [1, 1, 1]);
    const day = { from: new Date("2026-01-05T00:00Z"), minutes: 2880, nodeCount: 4 };
    assert.deepEqual(openIntervals(budgets, "Drifted", day), [
      { from: new Date("2026-01-05T23:00Z"), to: new Date("2026-01-06T00:00Z"), allowed: 1 },
      { from: new Date("2026-01-06T23:00Z"), to: new Date("2026-01-07T00:00Z"), allowed: 1 },
    ]);
    // Without the second entry that hour would be unlimited for Empty.
    assert.deepEqual(allowed(budgets.slice(0, 1), "2026-01-05T23:30Z"), [
      Infinity,
      Infinity,
      Infinity,
    ]);
  });

  it("for office hours block 18:00-04:00 in Tokyo", () => {
    const budgets: Budget[] = [
      { nodes: "1" },
      { nodes: "0", schedule: "0 9 * * MON-FRI", duration: "10h" },
    ];
    const monday = { from: new Date("2026-01-05T00:00Z"), minutes: 1440 };
    assert.deepEqual(openIntervals(budgets, "Underutilized", monday), [
      { from: new Date("2026-01-05T00:00Z"), to: new Date("2026-01-05T09:00Z"), allowed: 1 },
      { from: new Date("2026-01-05T19:00Z"), to: new Date("2026-01-06T00:00Z"), allowed: 1 },
    ]);
  });

  it("of gpu-training never allow removal of empty nodes", () => {
    assert.deepEqual(allowed([{ nodes: "0" }], "2026-01-05T00:00Z"), [0, 0, 0]);
    assert.deepEqual(
      allowed(
        [
          { nodes: "0", reasons: ["Drifted", "Underutilized"] },
          { nodes: "100%", reasons: ["Empty"] },
        ],
        "2026-01-05T00:00Z",
      ),
      [10, 0, 0],
    );
  });
});

const someBudget: fc.Arbitrary<Budget> = fc
  .record({
    nodes: fc.constantFrom("0", "1", "2", "50%", "10%"),
    reasons: fc.option(fc.subarray([...reasons]), { nil: undefined }),
    timing: fc.option(
      fc.record({
        schedule: fc.constantFrom(
          "0 9 * * MON-FRI",
          "*/30 * * * *",
          "@daily",
          "@monthly",
          "15 23 * * SUN",
          "0 0 15 * MON",
          "0 0 29 2 *",
          "0 0 31 4 *",
        ),
        duration: fc.constantFrom("10h", "1h", "20m", "36h", "8h30m", "200h", "0h"),
      }),
      { nil: undefined },
    ),
  })
  .map(({ timing, ...budget }) => ({ ...budget, ...timing }));

describe("open intervals", () => {
  const horizon = 2 * 1440;
  const someStart = fc.oneof(
    fc.integer({ min: 29_000_000, max: 31_000_000 }),
    // Around 2100, which has no 29 February.
    fc.integer({ min: 66_500_000, max: 69_500_000 }),
  );

  it("agree with allowedDisruptions for every minute, and are as long as possible", () => {
    fc.assert(
      fc.property(
        fc.option(fc.array(someBudget, { maxLength: 3 }), { nil: undefined }),
        fc.constantFrom(...reasons),
        someStart,
        fc.integer({ min: 0, max: 20 }),
        (budgets, reason, startMinute, nodeCount) => {
          const start = startMinute * 60_000;
          const open = openIntervals(budgets, reason, {
            from: new Date(start),
            minutes: horizon,
            nodeCount,
          });
          for (let minute = 0; minute < horizon; minute += 10) {
            const at = start + minute * 60_000;
            const inside = open.find(({ from, to }) => from.getTime() <= at && at < to.getTime());
            assert.equal(
              inside?.allowed ?? 0,
              allowedDisruptions(budgets, reason, nodeCount, new Date(at)),
              new Date(at).toISOString(),
            );
          }
          for (const [index, interval] of open.entries()) {
            const next = open[index + 1];
            assert.ok(interval.allowed > 0 && interval.from < interval.to);
            const touches = next?.from.getTime() === interval.to.getTime();
            assert.ok(!touches || next?.allowed !== interval.allowed);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("of a whole year with a hit every minute are none, and are computed quickly", () => {
    const budgets = [{ nodes: "0", schedule: "* * * * *", duration: "1h" }];
    const year = { from: new Date("2026-01-01T00:00Z"), minutes: 525_600 };
    assert.deepEqual(openIntervals(budgets, "Empty", year), []);
  });

  it("are none for no minutes", () => {
    assert.deepEqual(openIntervals([], "Empty", { from: new Date(0), minutes: 0 }), []);
  });
});

describe("active windows", () => {
  it("are merged where they overlap, and may begin before the span", () => {
    const budget = { nodes: "0", schedule: "0 22,23 * * *", duration: "3h" };
    assert.deepEqual(
      activeWindows(budget, new Date("2026-01-05T00:00Z"), new Date("2026-01-06T00:00Z")),
      [
        { from: new Date("2026-01-05T00:00Z"), to: new Date("2026-01-05T02:00Z") },
        { from: new Date("2026-01-05T22:00Z"), to: new Date("2026-01-06T00:00Z") },
      ],
    );
  });

  it("are the whole span without a schedule, and none for a broken budget", () => {
    const span = [new Date("2026-01-05T00:00Z"), new Date("2026-01-06T00:00Z")] as const;
    assert.deepEqual(activeWindows({ nodes: "1" }, ...span), [{ from: span[0], to: span[1] }]);
    assert.deepEqual(activeWindows({ nodes: "1", schedule: "x", duration: "1h" }, ...span), []);
  });
});

describe("budget faults", () => {
  it("are none for what Karpenter accepts", () => {
    assert.deepEqual(budgetFaults(undefined), []);
    assert.deepEqual(budgetFaults([]), []);
    assert.deepEqual(
      budgetFaults([
        { nodes: "10%" },
        {},
        { nodes: "0", reasons: [] },
        { nodes: "100%", reasons: ["Empty", "Drifted", "Underutilized"] },
        { nodes: "1", schedule: "@daily", duration: "8h30m" },
        { nodes: "1", schedule: "0 9 * * MON-FRI", duration: "30m0s" },
        { nodes: "1", schedule: null, duration: null, reasons: null },
      ]),
      [],
    );
  });

  const cases: readonly [string, unknown, readonly (readonly [string, string])[]][] = [
    ["no list", "x", [["", 'is no list of budgets, got "x"']]],
    ["no budget", [3], [["[0]", "is no budget, got 3; expected {nodes, ...}"]]],
    [
      "a number of nodes",
      [{ nodes: 1 }],
      [
        [
          "[0].nodes",
          'is no number of nodes, got 1; expected text: a count such as "2" or a share from "0%" to "100%"',
        ],
      ],
    ],
    [
      "more than all nodes",
      [{ nodes: "101%" }],
      [
        [
          "[0].nodes",
          'is no number of nodes, got "101%"; expected text: a count such as "2" or a share from "0%" to "100%"',
        ],
      ],
    ],
    [
      "a count beyond 32 bits",
      [{ nodes: "2147483648" }],
      [["[0].nodes", 'is too large, got "2147483648"; expected at most 2147483647']],
    ],
    [
      "a schedule alone",
      [{ nodes: "1", schedule: "@daily" }],
      [["[0]", "has a schedule but no duration; give both or neither"]],
    ],
    [
      "a duration alone",
      [{ nodes: "1", duration: "1h" }],
      [["[0]", "has a duration but no schedule; give both or neither"]],
    ],
    [
      "a duration in days and an unknown reason, both at once",
      [{ nodes: "1", schedule: "@daily", duration: "1d", reasons: ["Drift"] }],
      [
        [
          "[0].duration",
          'is no budget duration, got "1d"; expected hours and minutes, e.g. 8h, 30m or 1h30m',
        ],
        [
          "[0].reasons[0]",
          'is no reason, got "Drift"; expected a list of Empty, Drifted, Underutilized, Unhealthy',
        ],
      ],
    ],
    [
      "a duration beyond Go's",
      [{ nodes: "1", schedule: "@daily", duration: "2562048h" }],
      [["[0].duration", 'is too long, got "2562048h"']],
    ],
    [
      "a date that never comes",
      [{ nodes: "1", schedule: "0 0 31 2 *", duration: "1h" }],
      [
        [
          "[0].schedule",
          'never comes, got "0 0 31 2 *"; Karpenter then takes the budget for always active; name a date that exists, or leave schedule and duration out',
        ],
      ],
    ],
    [
      "a reason given twice",
      [{ nodes: "1", reasons: ["Empty", "Empty"] }],
      [["[0].reasons[1]", 'is there twice, got "Empty"; name each reason once']],
    ],
    [
      "reasons as text",
      [{ nodes: "1", reasons: "Empty" }],
      [
        [
          "[0].reasons",
          'is no list, got "Empty"; expected a list of Empty, Drifted, Underutilized, Unhealthy',
        ],
      ],
    ],
  ];
  it("name the reason Unhealthy only where Karpenter is older than 1.15", () => {
    const budgets = [{ nodes: "0", reasons: ["Unhealthy"] }];
    assert.deepEqual(budgetFaults(budgets, "1.15"), []);
    assert.deepEqual(faultTexts(budgetFaults(budgets, "1.14")), [
      {
        path: "[0].reasons[0]",
        problem: 'is no reason, got "Unhealthy"; expected a list of Empty, Drifted, Underutilized',
      },
    ]);
  });

  for (const [name, budgets, faults] of cases) {
    it(`name ${name}`, () => {
      assert.deepEqual(
        faultTexts(budgetFaults(budgets)),
        faults.map(([path, problem]) => ({ path, problem })),
      );
    });
  }

  it("name wrong types and values, with their paths", () => {
    const expected = "expected hours and minutes, e.g. 8h, 30m or 1h30m";
    const faults: readonly (readonly [object, readonly (readonly [string, string])[]])[] = [
      [{ schedule: 5, duration: "1h" }, [["[0].schedule", "is no schedule, got 5; expected text"]]],
      [
        { schedule: "60 * * * *", duration: "1h" },
        [["[0].schedule", 'has a bad minute "60": expected 0 to 59, got "60 * * * *"']],
      ],
      ...["x1h", "1hx", "1s", ["1h"]].map(
        (duration) =>
          [
            { schedule: "@daily", duration },
            [
              [
                "[0].duration",
                `is no budget duration, got ${JSON.stringify(duration)}; ${expected}`,
              ],
            ],
          ] as const,
      ),
      [
        { nodes: "2147483648" },
        [["[0].nodes", 'is too large, got "2147483648"; expected at most 2147483647']],
      ],
      [
        { nodes: "x5" },
        [
          [
            "[0].nodes",
            'is no number of nodes, got "x5"; expected text: a count such as "2" or a share from "0%" to "100%"',
          ],
        ],
      ],
      [{ nodes: "2147483647" }, []],
    ];
    for (const [budget, found] of faults) {
      assert.deepEqual(
        faultTexts(budgetFaults([{ nodes: "1", ...budget }])).map(({ path, problem }) => [
          path,
          problem,
        ]),
        found,
      );
    }
    assert.deepEqual(budgetFaults(null), []);
    assert.deepEqual(budgetFaults(Array.from({ length: 50 }, () => ({ nodes: "1" }))), []);
    assert.equal(isBrokenAtRunTime("none"), true);
    assert.deepEqual(defaultBudgets, [{ nodes: "10%" }]);
  });

  it("name more than 50 entries", () => {
    const many = Array.from({ length: 51 }, () => ({ nodes: "1" }));
    assert.deepEqual(faultTexts(budgetFaults(many)), [
      { path: "", problem: "has too many entries, got 51; expected at most 50" },
    ]);
  });

  it("and allowed disruptions are computed from any value without an exception", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        assert.ok(Array.isArray(budgetFaults(value)));
        assert.ok(Array.isArray(budgetFaults([value])));
        const odd = [value] as unknown as Budget[];
        assert.ok(allowedDisruptions(odd, "Empty", 3, new Date(0)) >= 0);
        openIntervals(odd, "Empty", { from: new Date(0), minutes: 10 });
      }),
      { numRuns: 1000 },
    );
  });
});
