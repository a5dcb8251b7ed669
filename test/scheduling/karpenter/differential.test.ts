/**
 * Compares the TypeScript model with the embedded Karpenter. `npm run oracle` does the same with any number
 * of cases; `.ci/run` lets it compare a hundred thousand of each area.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { allowedDisruptions, openIntervals } from "../../../scheduling/budgets/disruption-budgets";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import { requirement } from "../../../scheduling/requirements/requirements";
import { budgetCase } from "../../../dev/oracle/budget-cases";
import type { Outcome } from "../../../dev/oracle/compare";
import { areas } from "../../../dev/oracle/comparison";
import { keptCasesIn, regressionFolder } from "../../../dev/oracle/kept-cases";
import { disagreementText, rareBranches, tooManyExplained } from "../../../dev/oracle/outcome-text";
import { casesOf, runArea } from "../../../dev/oracle/run-areas";
import { differentialCases, differentialSeed } from "./differential-size";

describe("the model and Karpenter", function () {
  this.timeout(60_000 + differentialCases * 40);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  const [count, seed] = [differentialCases, differentialSeed];
  const outcomes: Outcome[] = [];
  for (const area of areas) {
    it(`agree on ${area}, ${casesOf(area, count)} cases, seed ${seed}`, () => {
      const kept = keptCasesIn(regressionFolder);
      const { outcome } = runArea(area, karpenter, { count, seed, kept });
      assert.deepEqual(disagreementText(outcome), []);
      assert.equal(outcome.cases, casesOf(area, count));
      assert.deepEqual(rareBranches(outcome), []);
      outcomes.push(outcome);
    });
  }

  it("differ in explained ways only in few cases", () => {
    assert.equal(outcomes.length, areas.length);
    assert.equal(tooManyExplained(outcomes), false);
    const classes = outcomes.flatMap(({ explained }) => [...explained.keys()]);
    assert.deepEqual(classes, ["budget-of-the-largest-integer"]);
  });

  const weekCount = Math.max(3, Math.ceil(count / 1000));
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
