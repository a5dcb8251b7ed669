import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Outcome } from "../../../dev/oracle/compare";
import {
  branchTable,
  disagreementText,
  explainedText,
  isFine,
  rareBranches,
  summaryLine,
  tooManyExplained,
} from "../../../dev/oracle/outcome-text";

const outcome: Outcome = {
  area: "budgets",
  seed: 7,
  cases: 2000,
  replayed: 0,
  branches: new Map([
    ["share", 2000],
    ["leap day", 19],
    ["count", 20],
  ]),
  explained: new Map([["largest", 4]]),
};
const disagreement = { case: { nodes: "5" }, mine: Infinity, theirs: 5, file: "kept.json" };

describe("the text of a comparison", () => {
  it("has counts and seed in one line", () => {
    assert.equal(
      summaryLine(outcome),
      "budgets: agree, 2,000 cases, seed 7, 4 explained differences",
    );
    assert.equal(
      summaryLine({ ...outcome, replayed: 3, disagreement }),
      "budgets: DISAGREE, 2,000 cases, 3 kept, seed 7, 4 explained differences",
    );
  });

  it("has each branch with its share", () => {
    assert.equal(
      branchTable(outcome),
      [
        "Branch    Cases  Share",
        "share     2,000  100.00 %",
        "leap day  19     0.95 %",
        "count     20     1.00 %",
      ].join("\n"),
    );
  });

  it("has each explained difference with a link to Karpenter's line, whether a case showed it or not", () => {
    const known = { id: "largest", why: "no limit", upstream: "https://example.com/#L1" };
    assert.deepEqual(explainedText(outcome, [known, { ...known, id: "other" }]), [
      "- largest: 4 (0.20 %): no limit",
      "  https://example.com/#L1",
      "- other: 0 (0.00 %): no limit",
      "  https://example.com/#L1",
    ]);
  });

  it("has the smallest case and both answers", () => {
    assert.deepEqual(disagreementText({ ...outcome, disagreement }), [
      "budgets: the model disagrees with Karpenter (seed 7)",
      '  case      {"nodes":"5"}',
      "  model     no limit",
      "  Karpenter 5",
      "  kept in kept.json",
    ]);
    assert.deepEqual(disagreementText(outcome), []);
  });
});

describe("a comparison", () => {
  it("has a rare branch when fewer than one case in a hundred reached it", () => {
    assert.deepEqual(rareBranches(outcome), ["leap day"]);
    assert.equal(isFine(outcome), false);
  });

  it("finds no rare branch with fewer than two thousand cases", () => {
    assert.deepEqual(rareBranches({ ...outcome, cases: 1999, branches: new Map([["x", 0]]) }), []);
  });

  it("is not fine with a disagreement", () => {
    const plain = { ...outcome, branches: new Map([["share", 2000]]) };
    assert.equal(isFine(plain), true);
    assert.equal(isFine({ ...plain, disagreement }), false);
  });

  it("may have ten kinds of explained differences, in one case of 200", () => {
    const classes = (count: number, each: number): Outcome["explained"] =>
      new Map(Array.from({ length: count }, (_, index) => [`class-${index}`, each]));
    assert.equal(tooManyExplained([{ ...outcome, explained: classes(10, 1) }]), false);
    assert.equal(tooManyExplained([{ ...outcome, explained: classes(11, 0) }]), true);
    assert.equal(tooManyExplained([{ ...outcome, explained: classes(1, 11) }]), true);
    assert.equal(
      tooManyExplained([
        { ...outcome, explained: classes(1, 11) },
        { ...outcome, explained: new Map() },
      ]),
      false,
    );
  });
});
