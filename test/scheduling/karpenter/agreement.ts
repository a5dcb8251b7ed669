/** Holds the TypeScript model to the embedded Karpenter's answers on random cases. */

import assert from "node:assert/strict";
import fc from "fast-check";

export interface Comparison<Case> {
  readonly cases: fc.Arbitrary<Case>;
  /** What Karpenter says, in the form of `model`; asked in batches. */
  readonly karpenter: (cases: readonly Case[]) => readonly unknown[];
  readonly model: (one: Case) => unknown;
  /** What is met by a case, for the count. */
  readonly branches?: (one: Case) => readonly string[];
}

export interface Tally {
  readonly cases: number;
  /** How many cases met each branch. */
  readonly branches: ReadonlyMap<string, number>;
}

/** Cases in a run of the tests; `npm run oracle` and CI set the variable to more. */
export const caseCount = Number(process.env["DIFFERENTIAL_CASES"] ?? 3000);
export const seed = Number(process.env["DIFFERENTIAL_SEED"] ?? 20260801);

/** Fails at the first disagreement, with the smallest case that shows it. */
export function assertAgreement<Case>(comparison: Comparison<Case>, count: number): Tally {
  const { cases, karpenter, model, branches = () => [] } = comparison;
  const tally = new Map<string, number>();
  const sampled = fc.sample(cases, { numRuns: count, seed });
  for (let from = 0; from < sampled.length; from += batchSize) {
    const batch = sampled.slice(from, from + batchSize);
    const answers = karpenter(batch);
    assert.equal(answers.length, batch.length);
    batch.forEach((one, index) => {
      for (const branch of branches(one)) tally.set(branch, (tally.get(branch) ?? 0) + 1);
      if (!agree(model(one), answers[index])) failSmallest(comparison, one);
    });
  }
  return { cases: sampled.length, branches: tally };
}

/** Every branch named is met by at least one case in a hundred. */
export function assertCoverage({ cases, branches }: Tally, expected: readonly string[]): void {
  const rare = expected.filter((branch) => (branches.get(branch) ?? 0) < cases / 100);
  const counts = rare.map((branch) => `${branch}: ${branches.get(branch) ?? 0} of ${cases}`);
  assert.deepEqual(counts, []);
}

const batchSize = 500;

function failSmallest<Case>({ cases, karpenter, model }: Comparison<Case>, found: Case): never {
  const property = fc.property(cases, (one) => agree(model(one), karpenter([one])[0]));
  const { counterexample } = fc.check(property, { seed, numRuns: caseCount });
  const smallest = counterexample?.[0] ?? found;
  throw new assert.AssertionError({
    message: `the model disagrees with Karpenter (seed ${seed}) on ${JSON.stringify(smallest)}`,
    actual: model(smallest),
    expected: karpenter([smallest])[0],
    operator: "deepStrictEqual",
  });
}

function agree(mine: unknown, theirs: unknown): boolean {
  try {
    assert.deepStrictEqual(mine, theirs);
    return true;
  } catch {
    return false;
  }
}
