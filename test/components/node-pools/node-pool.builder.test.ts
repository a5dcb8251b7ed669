import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { instanceRequirements } from "../../../components/node-pools/instance-requirements";
import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { Tier } from "../../../components/node-pools/tier";
import {
  tierNames,
  tierProfiles,
  type TierName,
} from "../../../components/node-pools/tier-profiles";

function tier(name: TierName, changes: Partial<Tier> = {}): Tier {
  const profile = tierProfiles[name];
  return {
    name,
    tier: name,
    efa: false,
    retired: false,
    profile,
    requirements: instanceRequirements(profile),
    nodeClass: profile.nodeClass,
    zones: ["us-east-1a", "us-east-1b"],
    protect: false,
    offsetsYear: 2026,
    ...(profile.disruption.kind === "maintenance-window"
      ? {
          maintenanceWindow: {
            days: ["SUN"],
            start: "02:00",
            lengthMinutes: 180,
            timeZone: "America/New_York",
          },
        }
      : {}),
    ...changes,
  };
}

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const neuronTaint = { key: "aws.amazon.com/neuron", value: "true", effect: "NoSchedule" };
const trainingTaint = { key: "workload", value: "training", effect: "NoSchedule" };

describe("nodePool", () => {
  it("renders the complete NodePool of gpu-inference", () => {
    assert.deepEqual(nodePool(tier("gpu-inference")), {
      metadata: {
        name: "gpu-inference",
        labels: {
          "app.kubernetes.io/managed-by": "pulumi",
          "app.kubernetes.io/part-of": "accelerator-platform",
        },
        annotations: {},
      },
      spec: {
        template: {
          metadata: {
            labels: { "node-type": "gpu-inference", accelerator: "nvidia", workload: "inference" },
          },
          spec: {
            nodeClassRef: {
              group: "karpenter.k8s.aws",
              kind: "EC2NodeClass",
              name: "gpu-optimized",
            },
            requirements: [
              {
                key: "karpenter.k8s.aws/instance-gpu-name",
                operator: "In",
                values: ["t4", "a10g", "l4"],
              },
              { key: "karpenter.k8s.aws/instance-gpu-count", operator: "In", values: ["1"] },
              {
                key: "karpenter.k8s.aws/instance-size",
                operator: "In",
                values: ["xlarge", "2xlarge", "4xlarge"],
              },
              {
                key: "karpenter.k8s.aws/instance-gpu-manufacturer",
                operator: "In",
                values: ["nvidia"],
              },
              { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
              { key: "karpenter.k8s.aws/instance-family", operator: "NotIn", values: ["g7"] },
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
              {
                key: "karpenter.k8s.aws/instance-hypervisor",
                operator: "In",
                values: ["nitro"],
              },
              { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
              {
                key: "topology.kubernetes.io/zone",
                operator: "In",
                values: ["us-east-1a", "us-east-1b"],
              },
            ],
            taints: [gpuTaint],
            expireAfter: "720h",
            terminationGracePeriod: "1h",
          },
        },
        disruption: {
          consolidationPolicy: "WhenEmptyOrUnderutilized",
          consolidateAfter: "2m",
          budgets: [
            { nodes: "100%", reasons: ["Empty"] },
            { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
          ],
        },
        limits: { "nvidia.com/gpu": 50 },
        weight: 60,
      },
    });
  });

  it("allows drift in gpu-training-protected only in the hours that are in the window in summer and in winter time", () => {
    const { metadata, spec } = nodePool(tier("gpu-training-protected"));
    // 02:00-05:00 in New York is 06:00-09:00 UTC in summer and 07:00-10:00 in winter. 07:00-09:00 is in both.
    assert.deepEqual(spec.disruption, {
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "30m",
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
    });
    assert.deepEqual(metadata.annotations, {
      "accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York",
    });
    assert.deepEqual(spec.template.spec.taints, [gpuTaint, trainingTaint]);
    assert.equal(spec.template.spec.expireAfter, "Never");
    assert.equal("terminationGracePeriod" in spec.template.spec, false);
    assert.deepEqual(
      spec.template.spec.requirements.find(({ key }) => key === "karpenter.sh/capacity-type"),
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
    );
  });

  it("never lets drift touch a busy node of gpu-training, and replaces an outdated one when it is empty", () => {
    const window = tier("gpu-training-protected").maintenanceWindow;
    assert.ok(window);
    for (const changes of [{}, { maintenanceWindow: window }]) {
      const { metadata, spec } = nodePool(tier("gpu-training", changes));
      assert.deepEqual(spec.disruption, {
        consolidationPolicy: "WhenEmpty",
        consolidateAfter: "30m",
        budgets: [
          { nodes: "100%", reasons: ["Empty"] },
          { nodes: "0", reasons: ["Drifted", "Underutilized"] },
        ],
      });
      assert.deepEqual(metadata.annotations, {});
    }
  });

  it("names the reasons of every budget of a training tier, because without them a 0 also stops repair in Karpenter 1.15", () => {
    for (const name of ["gpu-training", "gpu-training-protected"] as const) {
      for (const { reasons = [] } of nodePool(tier(name)).spec.disruption.budgets) {
        assert.ok(reasons.length > 0, name);
      }
    }
  });

  it("uses the budgets of the stack instead of those of the profile", () => {
    const budgets = [{ nodes: "2" }];
    assert.deepEqual(nodePool(tier("multi-arch", { budgets })).spec.disruption.budgets, budgets);
  });

  it("blocks business hours in summer and in winter time, even where the UTC day changes", () => {
    const blockedWindow = {
      days: ["MON", "TUE", "WED", "THU", "FRI"],
      start: "09:00",
      lengthMinutes: 600,
      timeZone: "America/Los_Angeles",
    } as const;
    // 09:00-19:00 in Los Angeles is 16:00-02:00 UTC in summer and 17:00-03:00 in winter.
    assert.deepEqual(nodePool(tier("gpu-general", { blockedWindow })).spec.disruption.budgets, [
      { nodes: "100%", reasons: ["Empty"] },
      { nodes: "1", reasons: ["Drifted", "Underutilized"] },
      {
        nodes: "0",
        reasons: ["Drifted", "Underutilized"],
        schedule: "0 16 * * MON,TUE,WED,THU,FRI",
        duration: "11h",
      },
    ]);
  });

  it("blocks the working day of Tokyo, which starts at midnight UTC", () => {
    const blockedWindow = {
      days: ["MON", "TUE", "WED", "THU", "FRI"],
      start: "09:00",
      lengthMinutes: 600,
      timeZone: "Asia/Tokyo",
    } as const;
    assert.deepEqual(
      nodePool(tier("gpu-general", { blockedWindow })).spec.disruption.budgets.at(-1),
      {
        nodes: "0",
        reasons: ["Drifted", "Underutilized"],
        schedule: "0 0 * * MON,TUE,WED,THU,FRI",
        duration: "10h",
      },
    );
  });

  it("renders a static pool with replicas, a limit with room for one more node, and no weight", () => {
    const { replicas, limits, weight } = nodePool(tier("gpu-training", { replicas: 4 })).spec as {
      replicas?: number;
      limits: unknown;
      weight?: number;
    };
    assert.deepEqual(
      { replicas, limits, weight },
      { replicas: 4, limits: { nodes: 5 }, weight: undefined },
    );
  });

  it("uses the limit of nodes that the stack sets for a static pool", () => {
    const { profile } = tier("gpu-training");
    const changes = { replicas: 4, profile: { ...profile, limits: { nodes: 8 } } };
    assert.deepEqual(nodePool(tier("gpu-training", changes)).spec.limits, { nodes: 8 });
  });

  it("sets the limit of a retired pool to 0, and an annotation says that this is intended", () => {
    const gpu = nodePool(tier("gpu-training-protected", { retired: true }));
    assert.deepEqual(gpu.spec.limits, { "nvidia.com/gpu": 0 });
    assert.deepEqual(gpu.metadata.annotations, {
      "accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York",
      "accelerator-platform.io/retired": "true",
    });
    assert.deepEqual(nodePool(tier("multi-arch", { retired: true })).spec.limits, { cpu: 0 });
    assert.deepEqual(nodePool(tier("inferentia", { retired: true })).spec.limits, {
      "aws.amazon.com/neuron": 0,
    });
  });

  it("names pool and node class after their slot, and keeps taints and labels of the tier", () => {
    const first = nodePool(tier("gpu-training"));
    const second = nodePool(
      tier("gpu-training", { name: "gpu-training-b", nodeClass: "gpu-training-b" }),
    );
    assert.equal(second.metadata.name, "gpu-training-b");
    assert.equal(second.spec.template.spec.nodeClassRef.name, "gpu-training-b");
    assert.deepEqual(second.spec.template.metadata, first.spec.template.metadata);
    assert.deepEqual(second.spec.template.spec.taints, first.spec.template.spec.taints);
  });

  it("omits the weight if the profile has none", () => {
    assert.equal("weight" in nodePool(tier("inferentia")).spec, false);
  });
});

describe("tierProfiles", () => {
  const rendered = tierNames.map((name) => nodePool(tier(name)).spec);

  const profiles = tierNames.map((name, index) => {
    const spec = rendered[index];
    assert.ok(spec);
    return { name, spec, profile: tierProfiles[name] };
  });

  it("taint every accelerator tier, and the training tiers twice", () => {
    const taintOf = { "nvidia.com/gpu": gpuTaint, "aws.amazon.com/neuron": neuronTaint };
    for (const { name, spec, profile } of profiles) {
      const device = profile.accelerator as keyof typeof taintOf | undefined;
      assert.deepEqual(
        spec.template.spec.taints,
        [
          ...(device === undefined ? [] : [taintOf[device]]),
          ...(profile.workloadClass === "training" ? [trainingTaint] : []),
        ],
        name,
      );
    }
  });

  it("limit every accelerator tier in its accelerator, and every other in cpu and memory", () => {
    for (const { name, spec, profile } of profiles) {
      const limited = Object.keys(spec.limits);
      const needed = profile.accelerator === undefined ? ["cpu", "memory"] : [profile.accelerator];
      assert.deepEqual(
        needed.filter((resource) => !limited.includes(resource)),
        [],
        name,
      );
    }
  });

  // The numbers of the guides that the tiers come from; a tier of your own needs no row here.
  it("keep the limits that the guides give them", () => {
    const limits: Readonly<Partial<Record<TierName, object>>> = {
      "gpu-general": { "nvidia.com/gpu": 100 },
      "gpu-inference": { "nvidia.com/gpu": 50 },
      "gpu-spot-inference": { "nvidia.com/gpu": 40 },
      "gpu-tier1-g5-spot": { "nvidia.com/gpu": 20 },
      "gpu-tier2-g4dn-spot": { "nvidia.com/gpu": 20 },
      "gpu-tier3-g5-ondemand": { "nvidia.com/gpu": 10 },
      "gpu-training": { "nvidia.com/gpu": 32 },
      "gpu-training-protected": { "nvidia.com/gpu": 16 },
      "multi-arch": { cpu: 1000, memory: "2000Gi" },
      inferentia: { "aws.amazon.com/neuron": 32 },
      "inferentia-inf2": { "aws.amazon.com/neuron": 16, cpu: 512 },
      "trainium-trn1": { "aws.amazon.com/neuron": 2, cpu: 16, memory: "64Gi" },
      "x86-cpu-karpenter": { cpu: 256, memory: "2048Gi" },
    };
    for (const { name, spec } of profiles) {
      if (limits[name] !== undefined) assert.deepEqual(spec.limits, limits[name], name);
    }
  });

  it("order the tiers of the chain by weight, and give them one label", () => {
    const chain = tierNames.filter((name) => "fallback-chain" in tierProfiles[name].labels);
    assert.deepEqual(
      chain.map((name) => [name, tierProfiles[name].weight, tierProfiles[name].capacityTypes]),
      [
        ["gpu-tier1-g5-spot", 100, ["spot"]],
        ["gpu-tier2-g4dn-spot", 50, ["spot"]],
        ["gpu-tier3-g5-ondemand", 10, ["on-demand"]],
      ],
    );
  });

  it("give every tier explicit budgets, a consolidation delay and a maximum age", () => {
    for (const spec of rendered) {
      assert.ok(spec.disruption.budgets.length > 0);
      assert.match(spec.disruption.consolidateAfter, /^\d+[smh]$/);
      assert.match(spec.template.spec.expireAfter, /^(\d+h|Never)$/);
    }
  });

  it("describe the use of each tier in one sentence", () => {
    for (const name of tierNames) assert.match(tierProfiles[name].purpose, /^[A-Z].{20,}\.$/);
  });
});
