import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { disBudgetExplicit } from "../../../../policies/rules/disruption/dis-budget-explicit";
import { inferencePool } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const path = "spec.disruption.budgets";

describe("dis-budget-explicit", () => {
  it("says what Karpenter does without budgets, and shows some", async () => {
    const { disruption, ...spec } = inferencePool().spec;
    assert.ok(disruption);
    const { messages } = await checkBy(disBudgetExplicit, { ...inferencePool(), spec });
    assert.deepEqual(messages, [
      [
        "Every pool limits at all times how many nodes Karpenter may disrupt at once.",
        "spec.disruption.budgets: the pool has no budgets, got nothing; expected a list of budgets",
        "Karpenter then disrupts 10 % of the nodes at a time, rounded up to at least one, at any hour and for any reason.",
        'Fix: set spec.disruption.budgets to what the pool\'s work tolerates, such as [{"nodes":"100%","reasons":["Empty"]},{"nodes":"10%","reasons":["Drifted","Underutilized"]}].',
        "More: docs/policies/dis-budget-explicit.md",
      ].join("\n"),
    ]);
  });

  for (const [what, budgets, problems] of [
    [
      "an empty list",
      [],
      [
        "no budget limits Drifted and Underutilized disruption, got [], without a limit at any time; expected a budget for Drifted and Underutilized at any time",
      ],
    ],
    [
      "the hours that schedules leave",
      [{ nodes: "1", schedule: "0 8 * * MON-FRI", duration: "10h" }],
      [
        "no budget limits Drifted and Underutilized disruption at some hours, got [1 at 0 8 * * MON-FRI for 10h], without a limit MON-THU 18:00-08:00 and FRI 18:00 for 62h UTC; expected a budget for Drifted and Underutilized at any time",
      ],
    ],
    [
      "a reason that no budget names",
      [{ nodes: "1", reasons: ["Drifted"] }],
      [
        "no budget limits Underutilized disruption, got [1 for Drifted], without a limit at any time; expected a budget for Underutilized at any time",
      ],
    ],
    [
      "each reason with its own hours",
      [
        { nodes: "1", reasons: ["Drifted"], schedule: "0 0 * * SUN", duration: "167h" },
        { nodes: "1", reasons: ["Underutilized"], schedule: "0 0 * * SUN", duration: "166h" },
      ],
      [
        "no budget limits Drifted disruption at some hours, got [1 for Drifted at 0 0 * * SUN for 167h and 1 for Underutilized at 0 0 * * SUN for 166h], without a limit SAT 23:00-24:00 UTC; expected a budget for Drifted at any time",
        "no budget limits Underutilized disruption at some hours, got [1 for Drifted at 0 0 * * SUN for 167h and 1 for Underutilized at 0 0 * * SUN for 166h], without a limit SAT 22:00-24:00 UTC; expected a budget for Underutilized at any time",
      ],
    ],
  ] as const) {
    it(`finds ${what}`, async () => {
      const { messages } = await checkBy(disBudgetExplicit, poolWith(budgets));
      assert.deepEqual(
        messages.map((message) => message.split("\n")[1]?.replace(`${path}: `, "")),
        problems,
      );
    });
  }

  it("finds a day in the year that a schedule leaves", async () => {
    const budgets = [{ nodes: "1", schedule: "0 0 1-30 * *", duration: "24h" }];
    assert.deepEqual(await pathsBy(disBudgetExplicit, poolWith(budgets)), [path]);
    budgets[0] = { nodes: "1", schedule: "0 0 1-31 * *", duration: "24h" };
    assert.deepEqual(await pathsBy(disBudgetExplicit, poolWith(budgets)), []);
  });

  for (const nodes of ["0", "0%", "1", "10%", "100%"]) {
    it(`takes ${nodes} for a limit`, async () => {
      assert.deepEqual(await pathsBy(disBudgetExplicit, poolWith([{ nodes }])), []);
    });
  }

  it("asks for Underutilized only where Karpenter moves work off busy nodes", async () => {
    const budgets = [{ nodes: "1", reasons: ["Drifted"] }];
    const found = async (disruption: object, replicas?: number) => {
      const pool = poolWith(budgets);
      Object.assign(pool.spec.disruption, disruption);
      pool.spec.replicas = replicas;
      return (await pathsBy(disBudgetExplicit, pool)).length;
    };
    assert.equal(await found({}), 1);
    assert.equal(await found({ consolidationPolicy: null }), 1);
    assert.equal(await found({ consolidationPolicy: "WhenEmpty" }), 0);
    assert.equal(await found({ consolidateAfter: "Never" }), 0);
    assert.equal(await found({}, 2), 0);
  });

  it("leaves budgets that Karpenter cannot read to dis-budget-schedule-valid", async () => {
    const broken = [{ nodes: "1", schedule: "every day", duration: "1h" }];
    for (const budgets of [broken, 5, [5], [null]]) {
      const pool = inferencePool();
      Object.assign(pool.spec.disruption, { budgets });
      assert.deepEqual(await pathsBy(disBudgetExplicit, pool), [], JSON.stringify(budgets));
    }
  });

  it("reports a disruption block of another shape", async () => {
    const spec = { ...inferencePool().spec, disruption: "none" };
    assert.deepEqual(await pathsBy(disBudgetExplicit, { spec }), ["spec.disruption"]);
  });

  it("reads the consolidation policy only where Underutilized has no limit", async () => {
    const consolidationPolicy = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const found = async (budgets: readonly object[]) => {
      const pool = poolWith(budgets);
      pool.spec.disruption.consolidationPolicy = consolidationPolicy;
      return pathsBy(disBudgetExplicit, pool);
    };
    assert.deepEqual(await found([{ nodes: "1" }]), []);
    assert.deepEqual(await found([{ nodes: "1", reasons: ["Drifted"] }]), [
      "spec.disruption.consolidationPolicy",
    ]);
  });

  it("finds nothing as soon as one budget limits everything at any time", async () => {
    const reason = fc.constantFrom("Empty", "Drifted", "Underutilized");
    const budget = fc.record({
      nodes: fc.constantFrom("0", "3", "20%"),
      reasons: fc.uniqueArray(reason, { minLength: 1 }),
      schedule: fc.constantFrom("0 0 * * *", "0 9 * * MON-FRI", "@weekly"),
      duration: fc.constantFrom("1h", "8h", "24h"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(budget, { maxLength: 3 }), fc.nat(3), async (budgets, at) => {
        const limited = [...budgets.slice(0, at), { nodes: "10%" }, ...budgets.slice(at)];
        assert.deepEqual(await pathsBy(disBudgetExplicit, poolWith(limited)), []);
      }),
      { numRuns: 40 },
    );
  });
});

function poolWith(budgets: readonly object[]) {
  const pool = inferencePool();
  pool.spec.disruption.budgets = budgets.map((budget) => ({ ...budget }));
  return pool;
}
