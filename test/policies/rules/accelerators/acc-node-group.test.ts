import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { accNodeGroup } from "../../../../policies/rules/accelerators/acc-node-group";
import { checkProgram, pathsBy } from "../../check-program";

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

  describe("a group with the type of its launch template", () => {
    const unknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const spot = {
      capacityType: "SPOT",
      scalingConfig: { maxSize: 100 },
      labels: { workload: "training" },
      launchTemplate: { id: unknownId },
    };
    const template = (name: string, instanceType: string) => ({
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      name,
      properties: { name, instanceType },
    });
    const found = async (properties: object, ...templates: ReturnType<typeof template>[]) => {
      const group = { type: "aws:eks/nodeGroup:NodeGroup", name: "gpus", properties };
      const { verdicts } = await checkProgram(
        [...templates, group as unknown as ReturnType<typeof template>],
        { rules: [accNodeGroup] },
      );
      return verdicts.map(({ path, level }) => `${level} ${path}`);
    };
    const all = ["mandatory taints", "mandatory capacityType", "mandatory scalingConfig.maxSize"];

    it("is checked with the types of all templates that it may use", async () => {
      const templates = [template("cpus", "m7i.large"), template("gpus", "p5.48xlarge")];
      assert.deepEqual(await found(spot, ...templates), all);
      const known = { ...spot, launchTemplate: { id: "lt-0123456789abcdef0" } };
      assert.deepEqual(await found(known, ...templates), all);
    });

    it("is checked with the type of the template that it names", async () => {
      const templates = [template("cpus", "m7i.large"), template("gpus", "p5.48xlarge")];
      const named = (name: string) => ({ ...spot, launchTemplate: { name } });
      assert.deepEqual(await found(named("gpus"), ...templates), all);
      assert.deepEqual(await found(named("cpus"), ...templates), []);
    });

    it("reads a template of aws-native", async () => {
      const native = {
        type: "aws-native:ec2:LaunchTemplate",
        name: "gpus",
        properties: { launchTemplateData: { instanceType: "p5.48xlarge" } },
      };
      const templates = [native as unknown as ReturnType<typeof template>];
      assert.deepEqual(await found(spot, ...templates), all);
    });

    it("is named where the program has no template", async () => {
      assert.deepEqual(await found(spot), ["advisory launchTemplate"]);
    });

    it("keeps the types of the group where it has some", async () => {
      const typed = { ...spot, instanceTypes: ["m7i.large"] };
      assert.deepEqual(await found(typed, template("gpus", "p5.48xlarge")), []);
    });
  });

  it("asks for a class and for a maximum", async () => {
    assert.deepEqual(await paths({ labels: {}, scalingConfig: {} }), [
      "labels",
      "scalingConfig.maxSize",
    ]);
  });
});
