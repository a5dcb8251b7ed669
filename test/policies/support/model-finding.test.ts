import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { modelFinding } from "../../../policies/support/model-finding";
import { budgetFaults } from "../../../scheduling/budgets/budget-faults";
import { requirementFaults } from "../../../scheduling/requirements/requirement-faults";

const path = ["spec", "template", "spec", "requirements"];
const findings = (requirement: object) =>
  requirementFaults([requirement]).map((fault) => modelFinding(path, fault, [requirement]));

describe("a finding of the scheduling model", () => {
  it("shows the signs that a value may have, and not the value", () => {
    const [finding] = findings({ key: "team", operator: "In", values: ["hunter2 secret"] });
    const expected =
      'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends';
    assert.equal(finding?.expected, expected);
    assert.ok(finding?.fix.includes(expected), finding?.fix);
    assert.ok(!JSON.stringify(finding).includes("hunter2"));
  });

  it("shows the signs that a key may have, and not the key", () => {
    const [finding] = findings({ key: "hunter2 secret", operator: "Exists" });
    assert.match(finding?.problem ?? "", /letters, digits, "-", "_" and "\.", at most/);
    assert.ok(!JSON.stringify(finding).includes("hunter2"));
  });

  it("keeps the words of what is expected, where a value has one of them", () => {
    const [finding] = findings({ key: "team", operator: "exactly", values: ["one"] });
    assert.equal(finding?.expected, "one of In, NotIn, Exists, DoesNotExist, Gt, Lt, Gte, Lte");
  });

  it("shows examples of what is expected", () => {
    const root = [{ nodes: "hunter2" }];
    const [fault] = budgetFaults(root);
    assert.ok(fault !== undefined);
    assert.equal(
      modelFinding(["spec", "disruption", "budgets"], fault, root).expected,
      'text: a count such as "2" or a share from "0%" to "100%"',
    );
  });
});
