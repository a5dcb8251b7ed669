import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { otherFindingsFile } from "../../dev/generate/fixture-findings";
import { policyFixtures } from "../../dev/generate/policy-fixtures";
import { rules } from "../../policies/registry";
import { checkProgram } from "./check-program";

const fixtures = policyFixtures();

describe("a rule on its own fixtures", () => {
  for (const { file, kind, rule: id, resources, finds } of fixtures) {
    it(`${kind === "good" ? "finds nothing in" : "finds exactly what the header says in"} ${file}`, async () => {
      const own = rules.filter((rule) => rule.id === id);
      const { verdicts, crashes } = await checkProgram(resources, { rules: own });
      assert.deepEqual(verdicts.map((verdict) => verdict.path).sort(), [...finds].sort());
      assert.deepEqual(crashes, []);
      assert.equal(
        verdicts.length > 0,
        kind === "bad",
        "a rule finds something in each bad fixture and nothing in a good one",
      );
      for (const { level } of verdicts) assert.equal(level, own[0]?.level);
    });
  }
});

describe("all rules on all fixtures", () => {
  it(`find beyond each fixture's own rule exactly what ${otherFindingsFile} records`, async () => {
    const found: string[] = [];
    for (const { file, rule: own, resources } of fixtures) {
      const { verdicts, crashes } = await checkProgram(resources);
      assert.deepEqual(crashes, [], file);
      const others = verdicts.filter(({ rule }) => rule !== own);
      found.push(...others.map(({ rule, path: at }) => `${file}: ${rule} ${at}`));
    }
    const record = readFileSync(path.resolve(__dirname, "../..", otherFindingsFile), "utf8");
    const recorded = record.split("\n").slice(2, -1);
    assert.deepEqual(
      {
        missing: found.filter((line) => !recorded.includes(line)),
        outdated: recorded.filter((line) => !found.includes(line)),
      },
      { missing: [], outdated: [] },
      `${otherFindingsFile} is not current; run npm run generate, and read its diff: is each new finding meant?`,
    );
  });
});
