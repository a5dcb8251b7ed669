/**
 * The TypeScript model against the embedded Karpenter. Counts and seed come from the environment:
 * DIFFERENTIAL_CASES and DIFFERENTIAL_SEED; a failure prints the seed and the smallest case.
 */

import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { allowedDisruptions, openIntervals } from "../../../scheduling/disruption-budgets";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import { requirement, requirementsOf, type Operator } from "../../../scheduling/requirements";
import fc from "fast-check";
import { assertAgreement, assertCoverage, caseCount, seed } from "./agreement";
import { budgetCase } from "./budget-cases";
import {
  budgetComparison,
  filterComparison,
  ourModel,
  requirementComparison,
  taintComparison,
} from "./comparisons";

describe("the model and Karpenter", function () {
  this.timeout(60_000 + caseCount * 20);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it(`agree on requirements, ${caseCount} cases, seed ${seed}`, () => {
    const tally = assertAgreement(requirementComparison(karpenter), caseCount);
    assertCoverage(tally, [
      ...["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"].map(
        (operator) => `operator ${operator}`,
      ),
      "minValues",
      "beta key",
      "64-bit edge",
      "Gt of the largest integer",
      "NotIn []",
      "In []",
      "new node",
      "existing node",
    ]);
  });

  it(`agree on budgets, ${caseCount} cases, seed ${seed}`, () => {
    const tally = assertAgreement(budgetComparison(karpenter), caseCount);
    assertCoverage(tally, [
      ...["Empty", "Drifted", "Underutilized"].map((reason) => `reason ${reason}`),
      ...["no budgets", "empty list", "no nodes", "on the hour", "share", "count", "always"],
      ...[
        "descriptor",
        "time zone",
        "step",
        "cron",
        "every reason",
        "the reason",
        "another reason",
      ],
    ]);
  });

  it(`agree on taints, ${caseCount} cases, seed ${seed}`, () => {
    const tally = assertAgreement(taintComparison(karpenter), caseCount);
    assertCoverage(tally, [
      ...["NoSchedule", "PreferNoSchedule", "NoExecute"].map((effect) => `taint ${effect}`),
      ...["Equal", "Exists", "Gt", "Lt", "absent", "", "Foo"].map((name) => `operator ${name}`),
      ...["every key", "every effect", "no toleration"],
    ]);
  });

  const filterCount = Math.max(20, Math.ceil(caseCount / 50));
  it(`agree on the whole catalogue, ${filterCount} filters, seed ${seed}`, () => {
    assertAgreement(filterComparison(karpenter), filterCount);
  });

  const weekCount = Math.max(3, Math.ceil(caseCount / 1000));
  it(`agree on ${weekCount} whole weeks, minute by minute`, () => {
    const minutes = 7 * 24 * 60;
    for (const { budgets, reason, nodeCount, at } of fc.sample(budgetCase, {
      numRuns: weekCount,
      seed,
    })) {
      const from = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
      const [reply] = karpenter.allowedDisruptions([
        {
          ...(budgets === undefined ? {} : { budgets }),
          reasons: [reason],
          nodeCount,
          from,
          count: minutes,
          stepSeconds: 60,
        },
      ]);
      const runs = reply?.answer?.byReason[reason] ?? [];
      const open = runs.flatMap((run, index) => {
        const next = runs[index + 1]?.from ?? minutes;
        if (run.allowed === 0) return [];
        const dateAt = (minute: number): Date => new Date(from.getTime() + minute * 60_000);
        return [{ from: dateAt(run.from), to: dateAt(next), allowed: run.allowed ?? Infinity }];
      });
      const ours = openIntervals(budgets, reason, { from, minutes, nodeCount });
      assert.deepEqual(ours, open, JSON.stringify({ budgets, reason, nodeCount, from }));
    }
  });

  const operators: readonly Operator[] = [
    "In",
    "NotIn",
    "Exists",
    "DoesNotExist",
    "Gt",
    "Lt",
    "Gte",
    "Lte",
  ];
  operators.forEach((operator, index) => {
    const instead = operators[(index + 1) % operators.length] ?? operator;
    it(`would disagree if the model read ${operator} as ${instead}`, () => {
      const swapped: typeof requirementsOf = (written, labels) =>
        requirementsOf(
          written.map((one) => (one.operator === operator ? { ...one, operator: instead } : one)),
          labels,
        );
      const comparison = requirementComparison(karpenter, { ...ourModel, requirementsOf: swapped });
      assert.throws(() => assertAgreement(comparison, 500), /disagrees with Karpenter/);
    });
  });

  it("would disagree if the model's bounds were off by one", () => {
    const comparison = requirementComparison(karpenter, {
      ...ourModel,
      requirementsOf: (written, labels) => {
        const read = new Map(requirementsOf(written, labels));
        for (const [key, one] of read) {
          if (one.gte !== undefined) read.set(key, { ...one, gte: one.gte + 1n });
        }
        return read;
      },
    });
    assert.throws(() => assertAgreement(comparison, 500), /disagrees with Karpenter/);
  });

  it("agree on one case that is written out", () => {
    const [reply] = karpenter.requirements([
      {
        nodeSide: { requirements: [{ key: "team", operator: "Gt", values: ["3"] }] },
        podSide: { labels: { team: "4" } },
        allowUndefinedWellKnown: true,
      },
    ]);
    assert.equal(reply?.answer?.nodeSide[0]?.gte, "4");
    assert.equal(requirement({ key: "team", operator: "Gt", values: ["3"] }).gte, 4n);
    assert.equal(reply.answer.compatible, true);
    assert.equal(allowedDisruptions(undefined, "Empty", 1, new Date(0)), 1);
  });
});
