import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatDeployment } from "../../../sandbox/summary/deployment";
import { component, nodeClass, nodePool, resource } from "../../support/state-resources";

const now = new Date("2026-01-15T12:00:00Z");
const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const capacity = (...values: string[]): object => ({
  key: "karpenter.sh/capacity-type",
  operator: "In",
  values,
});

const stack = component("pulumi:pulumi:Stack", "dev-us-west-2");
const network = component("accelerator-platform:network:Network", "network", stack);
const tier = (name: string): ReturnType<typeof component> =>
  component("accelerator-platform:node-pools:NodePoolTier", name, stack);
const [inference, training] = [tier("gpu-inference"), tier("gpu-training")];

const state = [
  stack,
  network,
  resource("aws:ec2/vpc:Vpc", "vpc", network),
  resource("aws:ec2/subnet:Subnet", "subnet", network),
  inference,
  training,
  nodeClass("gpu", "al2023@v20260903"),
  nodePool("gpu-inference", {
    parent: inference,
    labels: { workload: "inference" },
    nodeClass: "gpu",
    requirements: [capacity("spot", "on-demand")],
    taints: [gpuTaint],
    spec: {
      disruption: { budgets: [{ nodes: "10%" }] },
      limits: { "nvidia.com/gpu": 50 },
      weight: 60,
    },
  }),
  nodePool("gpu-training", {
    parent: training,
    annotations: { "accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York" },
    labels: { workload: "training" },
    nodeClass: "gpu",
    requirements: [capacity("on-demand")],
    taints: [gpuTaint, { key: "workload", value: "training", effect: "NoSchedule" }],
    spec: {
      disruption: {
        budgets: [
          { nodes: "100%", reasons: ["Empty"] },
          { nodes: "1", reasons: ["Drifted", "Underutilized"] },
          {
            nodes: "0",
            reasons: ["Drifted", "Underutilized"],
            schedule: "0 9 * * SUN",
            duration: "166h",
          },
        ],
      },
      limits: { "nvidia.com/gpu": 32 },
      weight: 90,
    },
  }),
];

describe("the summary of a deployment", () => {
  it("is plain aligned text in a log", () => {
    assert.equal(
      formatDeployment("dev-us-west-2", state, { now, columns: undefined }),
      `dev-us-west-2 is deployed in the sandbox

Tiers, in the order in which Karpenter tries them
Tier           Class      Capacity   Taints                          Limits             Weight  Node class, AMI
gpu-training   training   on-demand  nvidia.com/gpu=true:NoSchedule  nvidia.com/gpu 32  90      gpu
                                     workload=training:NoSchedule                               al2023@v20260903
gpu-inference  inference  spot       nvidia.com/gpu=true:NoSchedule  nvidia.com/gpu 50  60      gpu
                          on-demand                                                             al2023@v20260903

Disruption: how many nodes Karpenter may take away, by reason
Tier           Nodes at once                     Declared window                Windows of the next 7 days
gpu-training   Empty: 100%                       SUN 02:00 3h America/New_York  Sun 18 Jan 02:00-04:00 EST (07:00-09:00 UTC)
               Drifted: 1, in the windows
               Underutilized: 1, in the windows
gpu-inference  Empty: 10%                        -                              -
               Drifted: 10%
               Underutilized: 10%

Resources by component
Component              Instances  Resources
Network                1          2
outside of components  -          1
NodePoolTier           2          2
all                               5

Next
  npm run sandbox -- outputs dev-us-west-2   the outputs of the stack
  npm run sandbox -- up dev-us-west-2        again, to see that nothing changes
  npm run sandbox -- destroy dev-us-west-2   delete it`,
    );
  });

  it("names the reason of a window where the reasons have different ones", () => {
    const pool = nodePool("odd", {
      spec: {
        disruption: {
          budgets: [
            { nodes: "0", reasons: ["Empty"], schedule: "0 1 * * SAT", duration: "167h" },
            { nodes: "0", reasons: ["Drifted"], schedule: "0 2 * * SAT", duration: "167h" },
            { nodes: "0", reasons: ["Underutilized"] },
          ],
        },
      },
    });
    const text = formatDeployment("dev-us-west-2", [pool], { now, columns: undefined });
    assert.deepEqual(text.split("\n").slice(8, 13), [
      "Disruption: how many nodes Karpenter may take away, by reason",
      "Tier  Nodes at once                      Declared window  Windows of the next 7 days",
      "odd   Empty: no limit, in the windows    -                Empty: Sat 17 Jan 00:00-01:00 UTC",
      "      Drifted: no limit, in the windows                   Drifted: Sat 17 Jan 01:00-02:00 UTC",
      "      Underutilized: never",
    ]);
  });

  it("fits a terminal of 80 columns", () => {
    const text = formatDeployment("dev-us-west-2", state, { now, columns: 80 });
    const [, body = ""] = text.split("by reason\n");
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 80),
      [],
    );
    assert.equal(
      body.slice(0, body.indexOf("\n\n")),
      `┌───────────────┬────────────────────┬────────────────────┬────────────────────┐
│ Tier          │ Nodes at once      │ Declared window    │ Windows of the     │
│               │                    │                    │ next 7 days        │
├───────────────┼────────────────────┼────────────────────┼────────────────────┤
│ gpu-training  │ Empty: 100%        │ SUN 02:00 3h       │ Sun 18 Jan         │
│               │ Drifted: 1, in the │ America/New_York   │ 02:00-04:00 EST    │
│               │ windows            │                    │ (07:00-09:00 UTC)  │
│               │ Underutilized: 1,  │                    │                    │
│               │ in the windows     │                    │                    │
├───────────────┼────────────────────┼────────────────────┼────────────────────┤
│ gpu-inference │ Empty: 10%         │ -                  │ -                  │
│               │ Drifted: 10%       │                    │                    │
│               │ Underutilized: 10% │                    │                    │
└───────────────┴────────────────────┴────────────────────┴────────────────────┘`,
    );
  });

  it("is drawn with lines on a terminal", () => {
    const text = formatDeployment("dev-us-west-2", [stack, network], { now, columns: 160 });
    assert.equal(
      text,
      `dev-us-west-2 is deployed in the sandbox

Resources by component
┌───────────┬───────────┬───────────┐
│ Component │ Instances │ Resources │
├───────────┼───────────┼───────────┤
│ all       │           │ 0         │
└───────────┴───────────┴───────────┘

Next
  npm run sandbox -- outputs dev-us-west-2   the outputs of the stack
  npm run sandbox -- up dev-us-west-2        again, to see that nothing changes
  npm run sandbox -- destroy dev-us-west-2   delete it`,
    );
  });
});
