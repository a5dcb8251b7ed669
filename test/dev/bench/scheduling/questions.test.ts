import assert from "node:assert/strict";
import path from "node:path";
import { before, describe, it } from "mocha";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { fixtureStacks } from "../../../support/stack-values";
import { benchQuestions, type BenchQuestion } from "../../../../dev/bench/scheduling/questions";

describe("the questions of the benchmark", function () {
  this.timeout(120_000);

  const questions = benchQuestions(path.dirname(fixtureStacks), ["dev-us-west-2"]);
  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  const question = (pattern: RegExp): BenchQuestion =>
    questions.find(({ name }) => pattern.test(name)) ??
    assert.fail(`no question ${pattern.source}`);

  for (const pattern of [
    /^catalogue filter, \d+ pools of 1 stacks$/,
    /^a week of budgets by the/,
  ]) {
    it(`are the same for our model and for Karpenter: ${pattern.source}`, () => {
      const { typescript, karpenter: asked } = question(pattern);
      assert.ok(typescript !== undefined && asked !== undefined);
      assert.deepEqual(typescript(), asked(karpenter));
    });
  }

  it("include pods that all find a place, and pods that do not", () => {
    const answerTo = (pattern: RegExp) =>
      question(pattern).karpenter?.(karpenter) as {
        readonly claims: readonly (readonly [string, number, number])[];
        readonly unschedulable: readonly number[];
        readonly undecided: readonly string[];
      };
    const all = answerTo(/^placement of 30 pods/);
    assert.equal(
      all.claims.map(([, pods]) => pods).reduce((a, b) => a + b),
      30,
    );
    assert.deepEqual([all.unschedulable, all.undecided], [[], []]);
    // 50 + 20 + 20 + 10 GPUs are the limits of the pools that take such pods.
    const some = answerTo(/beyond the limits$/);
    assert.deepEqual(some.unschedulable, [50]);
  });
});
