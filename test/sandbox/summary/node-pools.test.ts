import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nodePoolsOf } from "../../../sandbox/summary/node-pools";
import { nodeClass, nodePool, resource } from "../../support/state-resources";

const capacity = (operator: string, ...values: string[]): object => ({
  key: "karpenter.sh/capacity-type",
  operator,
  values,
});

describe("the NodePools of a state", () => {
  it("have every value that the tables show", () => {
    const training = nodePool("gpu-training", {
      annotations: {
        "accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York",
      },
      labels: { workload: "training" },
      nodeClass: "gpu",
      requirements: [capacity("In", "on-demand")],
      taints: [
        { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
        { key: "dedicated", effect: "NoExecute" },
      ],
      spec: {
        disruption: {
          consolidationPolicy: "WhenEmpty",
          consolidateAfter: "30m",
          budgets: [{ nodes: "0" }],
        },
        limits: { "nvidia.com/gpu": 32, memory: "2000Gi" },
        weight: 90,
      },
    });
    assert.deepEqual(nodePoolsOf([training, nodeClass("gpu", "al2023@v20260903")]), [
      {
        name: "gpu-training",
        workloadClass: "training",
        capacityTypes: ["on-demand"],
        taints: ["nvidia.com/gpu=true:NoSchedule", "dedicated:NoExecute"],
        limits: ["nvidia.com/gpu 32", "memory 2000Gi"],
        weight: 90,
        nodeClass: "gpu",
        amiAlias: "al2023@v20260903",
        budgets: [{ nodes: "0" }],
        never: ["Underutilized"],
        window: {
          days: ["SUN"],
          start: "02:00",
          lengthMinutes: 180,
          timeZone: "America/New_York",
        },
      },
    ]);
  });

  it("have defaults for absent fields", () => {
    assert.deepEqual(nodePoolsOf([nodePool("bare")]), [
      {
        name: "bare",
        workloadClass: "-",
        capacityTypes: ["reserved", "spot", "on-demand"],
        taints: [],
        limits: [],
        weight: 0,
        nodeClass: "default",
        amiAlias: "-",
        budgets: undefined,
        never: [],
        window: undefined,
      },
    ]);
  });

  it("have the capacity types that all requirements together allow, in Karpenter's order", () => {
    const types = (...requirements: object[]): readonly string[] | undefined =>
      nodePoolsOf([nodePool("pool", { requirements })])[0]?.capacityTypes;
    assert.deepEqual(types(capacity("In", "on-demand", "spot")), ["spot", "on-demand"]);
    assert.deepEqual(types(capacity("NotIn", "spot")), ["reserved", "on-demand"]);
    assert.deepEqual(types(capacity("In", "on-demand", "spot"), capacity("NotIn", "spot")), [
      "on-demand",
    ]);
    assert.deepEqual(types(capacity("DoesNotExist")), []);
  });

  it("come in the order in which Karpenter tries them, then by name", () => {
    const pools = [
      nodePool("none"),
      nodePool("b-ten", { spec: { weight: 10 } }),
      nodePool("a-ten", { spec: { weight: 10 } }),
      nodePool("first", { spec: { weight: 100 } }),
    ];
    assert.deepEqual(
      nodePoolsOf(pools).map(({ name }) => name),
      ["first", "a-ten", "b-ten", "none"],
    );
  });

  it("leave out objects that wait for their deletion, and objects that are not NodePools", () => {
    const old = { ...nodePool("old"), delete: true };
    assert.deepEqual(nodePoolsOf([old, resource("aws:ec2/vpc:Vpc", "vpc")]), []);
  });
});
