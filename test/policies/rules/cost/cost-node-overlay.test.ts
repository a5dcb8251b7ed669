import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costNodeOverlay } from "../../../../policies/rules/cost/cost-node-overlay";
import { checkBy, pathsBy } from "../../check-program";

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
    [{ price: "1000" }, ["spec.price"]],
    [{ priceAdjustment: "+100%" }, []],
    [{ priceAdjustment: "+101%" }, ["spec.priceAdjustment"]],
    [{ capacity: { "nvidia.com/gpu.shared": "48" } }, []],
    [{ capacity: { "nvidia.com/gpu.shared": 1000000 } }, ["spec.capacity"]],
    [{ capacity: { "example.com/gpu": "1M" } }, ["spec.capacity"]],
    [{ capacity: { "example.com/license": "1" } }, []],
    [{ requirements: [], capacity: { "example.com/gpu": "1" } }, ["spec.capacity"]],
    [{ requirements: [], capacity: { "nvidia.com/gpu": "0", memory: "1Gi" } }, []],
  ] as const) {
    it(`checks ${JSON.stringify(spec)}`, async () => {
      assert.deepEqual(await paths(spec), expected);
    });
  }

  it("does not let an overlay make the cheap types dear, so that p5 is the cheapest", async () => {
    const cheap = [
      { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g5", "g6"] },
    ];
    const spec = { requirements: cheap, price: "400" };
    assert.deepEqual(await pathsBy(costNodeOverlay, { spec }, token), ["spec.price"]);
    const adjusted = { requirements: cheap, priceAdjustment: "+400" };
    assert.deepEqual(await pathsBy(costNodeOverlay, { spec: adjusted }, token), [
      "spec.priceAdjustment",
    ]);
    const allowed = { ...adjusted, priceAdjustment: "+150%" };
    assert.deepEqual(
      await pathsBy(costNodeOverlay, { spec: allowed }, token, { maxSurchargePercent: 150 }),
      [],
    );
  });

  it("counts shares for each device of a type", async () => {
    const capacity = { "nvidia.com/gpu.shared": "300" };
    const { messages } = await checkBy(
      costNodeOverlay,
      { spec: { requirements: p5, capacity } },
      token,
    );
    // p5.48xlarge has eight GPUs, p5.4xlarge one.
    assert.match(messages.join(), /p5\.4xlarge/);
    assert.doesNotMatch(messages.join(), /p5\.48xlarge/);
  });

  it("takes an overlay without requirements for one of every type", async () => {
    assert.deepEqual(await pathsBy(costNodeOverlay, { spec: { price: "1.00" } }, token), [
      "spec.price",
    ]);
  });
});
