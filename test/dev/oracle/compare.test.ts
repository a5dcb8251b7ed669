import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { compare } from "../../../dev/oracle/compare";
import type { Comparison } from "../../../dev/oracle/comparison";
import { keptCasesIn } from "../../../dev/oracle/kept-cases";

/** Whether a number is below a million; Karpenter says that all are. */
function comparisonWith(
  model: (n: number) => boolean,
  more: Partial<Comparison<number, boolean>> = {},
): Comparison<number, boolean> {
  return {
    area: "taints",
    cases: fc.integer({ min: 0, max: 100_000 }),
    karpenter: (cases) => cases.map(right),
    model,
    branches: (n) => [n % 2 === 0 ? "even" : "odd"],
    expectedBranches: ["even", "odd", "neither"],
    explained: [],
    revive: (json) => json as number,
    ...more,
  };
}

const right = (n: number): boolean => n < 1_000_000;
const wrongFrom1000 = (n: number): boolean => n < 1000;

describe("a comparison with Karpenter", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "kept-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("counts cases and the branches that they reach, expected or not", () => {
    const outcome = compare(comparisonWith(right), { count: 1234, seed: 7 });
    const { branches, ...rest } = outcome;
    assert.deepEqual(rest, {
      area: "taints",
      seed: 7,
      cases: 1234,
      replayed: 0,
      explained: new Map(),
    });
    assert.equal(branches.get("neither"), 0);
    assert.equal((branches.get("even") ?? 0) + (branches.get("odd") ?? 0), 1234);
  });

  it("has the same cases for the same seed, and different cases for another seed and in each batch", () => {
    const drawn = (seed: number): readonly (readonly number[])[] => {
      const batches: number[][] = [];
      const karpenter = (cases: readonly number[]): boolean[] => {
        batches.push([...cases]);
        return cases.map(right);
      };
      compare(comparisonWith(right, { karpenter }), { count: 1100, seed });
      return batches;
    };
    assert.deepEqual(drawn(7), drawn(7));
    assert.notDeepEqual(drawn(7), drawn(8));
    assert.deepEqual(
      drawn(7).map((batch) => batch.length),
      [500, 500, 100],
    );
    assert.notDeepEqual(drawn(7)[0], drawn(7)[1]);
  });

  it("reports its progress", () => {
    const done: number[] = [];
    compare(comparisonWith(right), { count: 1100, seed: 7, onProgress: (n) => done.push(n) });
    assert.deepEqual(done, [500, 1000, 1100]);
  });

  it("stops at a disagreement and gives the smallest case", () => {
    const outcome = compare(comparisonWith(wrongFrom1000), { count: 5000, seed: 7 });
    assert.deepEqual(outcome.disagreement, { case: 1000, mine: false, theirs: true });
    assert.equal(outcome.cases, 500);
  });

  it("keeps that case and starts with it the next time", () => {
    const kept = keptCasesIn(path.join(folder, "oracle"));
    const options = { count: 5000, seed: 7, kept };
    const first = compare(comparisonWith(wrongFrom1000), options);
    const file = first.disagreement?.file ?? assert.fail("kept nothing");
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
      area: "taints",
      seed: 7,
      case: 1000,
    });

    const second = compare(comparisonWith(wrongFrom1000), { ...options, seed: 8 });
    assert.deepEqual(second.disagreement, { case: 1000, mine: false, theirs: true, file });
    assert.deepEqual([second.cases, second.replayed], [0, 1]);

    const corrected = compare(comparisonWith(right), options);
    assert.deepEqual(
      [corrected.disagreement, corrected.cases, corrected.replayed],
      [undefined, 5000, 1],
    );
    assert.deepEqual(readdirSync(path.join(folder, "oracle")), [path.basename(file)]);
  });

  it("reads only kept cases of its own area, and restores them from JSON", () => {
    const kept = keptCasesIn(folder);
    kept.keep("budgets", 7, 5);
    kept.keep("taints", 7, 1);
    const revived: unknown[] = [];
    const revive = (json: unknown): number => Number(revived.push(json));
    compare(comparisonWith(right, { revive }), { count: 1, seed: 7, kept });
    assert.deepEqual(revived, [1]);
  });

  for (const [text, problem] of [
    ["{", /taints-1\.json: is no JSON \(.+\); delete it or correct it$/],
    ["[]", /taints-1\.json: has no "case"; expected what npm run oracle writes; delete it$/],
  ] as const) {
    it(`names a file that is not a kept case: ${text}`, () => {
      writeFileSync(path.join(folder, "taints-1.json"), text);
      assert.throws(() => keptCasesIn(folder).of("taints"), problem);
    });
  }

  it("counts explained differences and goes on", () => {
    const explained = [
      {
        id: "from-99000-on",
        why: "it tires",
        upstream: "https://example.com/#L1",
        explains: (n: number) => n >= 99_000,
      },
    ];
    const tired = (n: number): boolean => n < 99_000;
    const outcome = compare(comparisonWith(tired, { explained }), { count: 5000, seed: 7 });
    assert.equal(outcome.disagreement, undefined);
    assert.equal(outcome.cases, 5000);
    assert.ok((outcome.explained.get("from-99000-on") ?? 0) > 5);
    const worse = compare(comparisonWith(wrongFrom1000, { explained }), { count: 500, seed: 7 });
    assert.equal(worse.disagreement?.case, 1000);
  });

  it("fails when a case has no answer", () => {
    const karpenter = (cases: readonly number[]): boolean[] => cases.slice(1).map(right);
    assert.throws(
      () => compare(comparisonWith(right, { karpenter }), { count: 10, seed: 7 }),
      /^Error: taints: 10 cases got 9 answers$/,
    );
  });
});
