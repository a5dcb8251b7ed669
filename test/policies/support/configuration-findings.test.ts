import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { disExpireTraining } from "../../../policies/rules/disruption/dis-expire-training";
import { configurationFindings } from "../../../policies/support/configuration-findings";

const found = (given: Readonly<Record<string, unknown>>) =>
  configurationFindings(disExpireTraining, given).map(({ finding, level }) => [
    finding.path.join("."),
    finding.problem,
    level,
  ]);

describe("the configuration that the engine gives to a rule", () => {
  it("is silent about defaults and about what is stricter", () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(found({ longestJob: "2160h" }), []);
    assert.deepEqual(found({ longestJob: "4000h" }), []);
  });

  it("is said to be weaker, and stops what no environment allows", () => {
    assert.deepEqual(found({ longestJob: "100h" }), [
      [
        "dis-expire-training.longestJob",
        "the pack's configuration makes this rule weaker",
        "advisory",
      ],
    ]);
    assert.deepEqual(found({ longestJob: "1s" }), [
      ["dis-expire-training.longestJob", "weaker than any environment allows", "mandatory"],
    ]);
  });

  it("has no property that the rule does not know, which the engine passes on", () => {
    assert.deepEqual(found({ longestjob: "1s" }), [
      [
        "dis-expire-training.longestjob",
        "a property of the pack's configuration that the rule does not have",
        "mandatory",
      ],
    ]);
  });
});
