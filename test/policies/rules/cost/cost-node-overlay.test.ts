import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costNodeOverlay } from "../../../../policies/rules/cost/cost-node-overlay";
import { pathsBy } from "../../check-program";

const token = "kubernetes:karpenter.sh/v1alpha1:NodeOverlay";
const p5 = [{ key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["p5"] }];
const paths = (spec: object) =>
  pathsBy(costNodeOverlay, { spec: { requirements: p5, ...spec } }, token);

describe("cost-node-overlay", () => {
  for (const [spec, expected] of [
    [{ priceAdjustment: "-70%" }, []],
    [{ priceAdjustment: "+10%" }, []],
    [{ priceAdjustment: "-1" }, []],
    [{ priceAdjustment: "-100" }, ["spec.priceAdjustment"]],
    [{ price: "free" }, ["spec.price"]],
    [{ price: "1000" }, []],
    [{ capacity: { "example.com/license": "1" } }, []],
    [{ requirements: [], capacity: { "example.com/gpu": "1" } }, ["spec.capacity"]],
    [{ requirements: [], capacity: { "nvidia.com/gpu": "0", memory: "1Gi" } }, []],
  ] as const) {
    it(`judges ${JSON.stringify(spec)}`, async () => {
      assert.deepEqual(await paths(spec), expected);
    });
  }

  it("takes an overlay without requirements for one of every type", async () => {
    assert.deepEqual(await pathsBy(costNodeOverlay, { spec: { price: "1.00" } }, token), [
      "spec.price",
    ]);
  });
});
