import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { policyFixtures } from "./fixtures";
import { judgeProgram } from "./judge";

describe("the pack on its fixtures", () => {
  for (const { file, kind, rule, resources, finds } of policyFixtures()) {
    it(`${kind === "good" ? "finds nothing in" : "finds exactly what the header says in"} ${file}`, async () => {
      const { verdicts, crashes } = await judgeProgram(resources);
      assert.deepEqual(
        verdicts.map((verdict) => `${verdict.rule} ${verdict.path}`).sort(),
        [...finds].sort(),
      );
      assert.deepEqual(crashes, []);
      assert.deepEqual(
        verdicts.filter(({ level }) => level !== "mandatory"),
        [],
      );
      assert.equal(
        verdicts.some((verdict) => verdict.rule === rule),
        kind === "bad",
        "a bad fixture is found by the rule whose folder it is in, a good one by none",
      );
    });
  }
});
