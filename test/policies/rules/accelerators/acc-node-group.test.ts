import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { accNodeGroup } from "../../../../policies/rules/accelerators/acc-node-group";
import { pathsBy } from "../../check-program";

const group = {
  instanceTypes: ["p5.48xlarge"],
  capacityType: "ON_DEMAND",
  scalingConfig: { maxSize: 2 },
  labels: { workload: "inference" },
  taints: [{ key: "nvidia.com/gpu", effect: "NO_SCHEDULE" }],
  launchTemplate: { id: "lt-0123456789abcdef0" },
};
const paths = (change: object, type = "aws:eks/nodeGroup:NodeGroup") =>
  pathsBy(accNodeGroup, { ...group, ...change }, type);

describe("acc-node-group", () => {
  it("reads taints as a list and, in the component, as a map", async () => {
    assert.deepEqual(await paths({}), []);
    const byKey = { taints: { "nvidia.com/gpu": { value: "true", effect: "NoSchedule" } } };
    assert.deepEqual(await paths(byKey, "eks:index:NodeGroupV2"), []);
  });

  it("does not take another effect for the taint", async () => {
    const soft = { taints: [{ key: "nvidia.com/gpu", effect: "PREFER_NO_SCHEDULE" }] };
    assert.deepEqual(await paths(soft), ["taints"]);
  });

  it("asks for the Neuron taint too in a group that has both kinds", async () => {
    assert.deepEqual(await paths({ instanceTypes: ["g6.xlarge", "inf2.xlarge"] }), ["taints"]);
  });

  it("takes a group for training by its name", async () => {
    const named = { capacityType: "SPOT", nodeGroupName: "llm-training" };
    assert.deepEqual(await paths(named), ["capacityType"]);
    assert.deepEqual(await paths({ capacityType: "SPOT" }), []);
  });

  it("asks for a class and for a maximum", async () => {
    assert.deepEqual(await paths({ labels: {}, scalingConfig: {} }), [
      "labels",
      "scalingConfig.maxSize",
    ]);
  });
});
