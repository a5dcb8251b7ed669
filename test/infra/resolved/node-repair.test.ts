import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { PlatformConfig } from "../../../infra/config/schema";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { stackConfig } from "../../support/stack-values";

type Repair = PlatformConfig["karpenter"]["nodeRepair"];

/** The budgets of a tier that name the reason `Unhealthy`. */
function repairBudgets(
  tier: "gpu-training" | "gpu-inference",
  version: string,
  nodeRepair: Partial<Repair>,
  overrides: object = {},
) {
  const config = stackConfig("production-us-east-1");
  const { tiers } = platformSpec({
    ...config,
    versions: { ...config.versions, karpenter: version },
    karpenter: {
      ...config.karpenter,
      nodeRepair: { ...config.karpenter.nodeRepair, ...nodeRepair },
    },
    tiers: { [tier]: overrides },
  });
  const [only = assert.fail()] = tiers;
  const { budgets } = nodePool(only).spec.disruption;
  return budgets.filter(({ reasons }) => reasons?.includes("Unhealthy"));
}

// Repair is voluntary since 1.15: a budget limits it if it names no reasons, or `Unhealthy`.
// https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/repair.go
describe("node repair since Karpenter 1.15", () => {
  const on = { enabled: true };

  it("has a budget in every tier, because budgets with other reasons do not limit it", () => {
    assert.deepEqual(repairBudgets("gpu-inference", "1.15.2", on), [
      { nodes: "10%", reasons: ["Unhealthy"] },
    ]);
  });

  it("repairs no training node, or one at a time if the stack accepts that jobs end", () => {
    assert.deepEqual(repairBudgets("gpu-training", "1.15.2", on), [
      { nodes: "0", reasons: ["Unhealthy"] },
    ]);
    assert.deepEqual(repairBudgets("gpu-training", "1.15.2", { ...on, interruptsTraining: true }), [
      { nodes: "1", reasons: ["Unhealthy"] },
    ]);
  });

  it("has no budget where none counts: before 1.15, as legacy, and when it is off", () => {
    assert.deepEqual(repairBudgets("gpu-inference", "1.14.1", on), []);
    assert.deepEqual(repairBudgets("gpu-inference", "1.15.2", { ...on, legacy: true }), []);
    assert.deepEqual(repairBudgets("gpu-inference", "1.15.2", {}), []);
  });

  it("leaves budgets of the stack file as they are", () => {
    const budgets = [{ nodes: "1" }];
    assert.deepEqual(repairBudgets("gpu-inference", "1.15.2", on, { budgets }), []);
  });
});
