import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { CheckedReport, StackCheck } from "../../../commands/check/check-stack";
import { formatStackCheck, passes } from "../../../commands/check/report";

const clean: StackCheck = {
  stack: "dev-us-east-1",
  faults: [],
  resources: 140,
  checked: 9,
  weakenings: [],
  unseen: 0,
  findings: [],
  defects: [],
};

const finding: CheckedReport = {
  policy: "acc-gpu-taint",
  level: "mandatory",
  type: "kubernetes:karpenter.sh/v1:NodePool",
  name: "gpu",
  urn: "urn",
  message: "Title.\npath: problem",
  modes: ["preview", "update"],
};

describe("formatStackCheck", () => {
  it("prints a line of counts for a stack without findings", () => {
    assert.equal(
      formatStackCheck(clean),
      "dev-us-east-1: 9 of 140 resources checked: 0 mandatory findings, 0 advisory",
    );
  });

  it("never says that all is well without what weakens the pack and what it did not see", () => {
    const weakenings = ["node-ami-pinned is advisory, not mandatory"];
    assert.equal(
      formatStackCheck({ ...clean, weakenings, unseen: 2 }),
      "dev-us-east-1: 9 of 140 resources checked, 2 not judged or only in part: 0 mandatory findings, 0 advisory\n" +
        "  the pack's configuration is weaker: node-ami-pinned is advisory, not mandatory",
    );
  });

  it("prints findings in full, with the mode when they appear in only one", () => {
    const findings: CheckedReport[] = [
      finding,
      { ...finding, level: "advisory", modes: ["preview"] },
    ];
    assert.equal(
      formatStackCheck({ ...clean, checked: 1, findings, defects: [finding] }),
      [
        "dev-us-east-1: 1 of 140 resources checked: 1 mandatory finding, 1 advisory",
        "  [mandatory] acc-gpu-taint (kubernetes:karpenter.sh/v1:NodePool: gpu)",
        "    Title.",
        "    path: problem",
        "  [advisory] acc-gpu-taint (kubernetes:karpenter.sh/v1:NodePool: gpu), only in preview mode",
        "    Title.",
        "    path: problem",
        "  defect of the policy pack: [mandatory] acc-gpu-taint (kubernetes:karpenter.sh/v1:NodePool: gpu)",
        "    Title.",
        "    path: problem",
      ].join("\n"),
    );
  });

  it("prints faults instead of counts, because the program was not run", () => {
    assert.equal(
      formatStackCheck({ ...clean, faults: ["file: 1 fault\n  line 3: bad"] }),
      "dev-us-east-1: not checked\n  file: 1 fault\n    line 3: bad",
    );
  });
});

describe("passes", () => {
  it("allows advisory findings, but no mandatory finding, no fault and no defect", () => {
    assert.equal(passes(clean), true);
    assert.equal(passes({ ...clean, findings: [{ ...finding, level: "advisory" }] }), true);
    assert.equal(passes({ ...clean, findings: [finding] }), false);
    assert.equal(passes({ ...clean, faults: ["fault"] }), false);
    assert.equal(passes({ ...clean, defects: [{ ...finding, level: "advisory" }] }), false);
  });
});
