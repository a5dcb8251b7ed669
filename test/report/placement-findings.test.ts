import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { placementFindings } from "../../report/placement-findings";

const nodePools = ["new"].map((name) => ({
  from: "pools.yaml",
  file: "pools.yaml",
  lineOf: () => 1,
  kind: "NodePool",
  name,
  manifest: {},
}));
const placed = (workload: string, ...findings: readonly { path: string; problem: string }[]) => ({
  workload,
  pods: 1,
  steps: [],
  refusals: [],
  isComplete: true,
  findings,
});

describe("what Karpenter could not use", () => {
  it("is told once, with the pool's name or the workload's name", () => {
    const ofPools = [{ path: "nodePools[0].spec", problem: `invalid ${"x".repeat(400)}` }];
    const workloads = [
      placed("Pod a", ...ofPools, { path: "pods[0]", problem: "no containers" }),
      placed("Pod b", ...ofPools),
    ];
    const findings = placementFindings({ workloads }, nodePools);
    assert.deepEqual(
      findings.map((finding) => [finding.slice(0, 35), finding.length]),
      [
        ["pools.yaml: NodePool new: invalid x", 300],
        ["Pod a: pods[0]: no containers", 29],
      ],
    );
  });
});
