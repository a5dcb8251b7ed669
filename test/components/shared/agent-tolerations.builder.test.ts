import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import {
  agentTolerations,
  type TaintedPool,
} from "../../../components/shared/agent-tolerations.builder";
import type { Taint, Toleration } from "../../../scheduling/taints/taints";
import { taintedPools, untolerated } from "../../support/tainted-pools";

const stock: readonly Toleration[] = [
  { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
];
const gpu: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const training: Taint = { key: "workload", value: "training", effect: "NoSchedule" };

describe("agentTolerations", () => {
  it("starts with the default entries of the chart, unchanged", () => {
    assert.deepEqual(agentTolerations(stock, []), stock);
    assert.deepEqual(agentTolerations(stock, [{ name: "inference", taints: [gpu] }]), stock);
  });

  it("adds one toleration for each other key and effect, whatever the value", () => {
    const pools: readonly TaintedPool[] = [
      { name: "training", taints: [gpu, training] },
      { name: "more-training", taints: [gpu, { ...training, value: "other" }] },
      { name: "leaving", taints: [{ ...training, effect: "NoExecute" }] },
    ];
    assert.deepEqual(agentTolerations(stock, pools), [
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
      { key: "workload", operator: "Exists", effect: "NoExecute" },
      { key: "workload", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("adds a toleration if the chart's entry is for another value or effect", () => {
    const narrow: readonly Toleration[] = [
      { key: "workload", operator: "Equal", value: "batch", effect: "NoSchedule" },
    ];
    assert.deepEqual(agentTolerations(narrow, [{ name: "training", taints: [training] }]), [
      { key: "workload", operator: "Equal", value: "batch", effect: "NoSchedule" },
      { key: "workload", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("does not depend on the order of the pools", () => {
    fc.assert(
      fc.property(taintedPools, (pools) => {
        assert.deepEqual(
          agentTolerations(stock, [...pools].reverse()),
          agentTolerations(stock, pools),
        );
      }),
    );
  });

  it("contains no toleration twice", () => {
    fc.assert(
      fc.property(taintedPools, (pools) => {
        const texts = agentTolerations(stock, pools).map((entry) => JSON.stringify(entry));
        assert.equal(new Set(texts).size, texts.length);
      }),
    );
  });

  it("tolerates every taint of every pool", () => {
    fc.assert(
      fc.property(taintedPools, (pools) => {
        assert.deepEqual(untolerated(agentTolerations(stock, pools), pools), []);
      }),
    );
  });
});
