import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { placements, type WorkloadPlacement } from "../../../../report/answers/placement/placement";
import type { PlacementContext } from "../../../../report/answers/placement/placement-inputs";
import type { Workload } from "../../../../report/subject/workload";
import { stepText } from "../../../../report/answers/placement/placement-text";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import type { Toleration } from "../../../../scheduling/taints/taints";
import { seedWorkload, type Manifest, type SeedWorkloadName } from "../../../support/seeds";
import { stackNodePools, stackPlace } from "../../../support/stack-node-pools";

const tokyo = contextOf("production-ap-northeast-1");
const workshop = contextOf("workshop-us-west-2");

describe("the workloads of the seeds, on the stacks that run them", function () {
  this.timeout(120_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  function placed(context: PlacementContext, workload: Workload): WorkloadPlacement {
    const [answer] = placements(karpenter, context, [workload]).workloads;
    assert.ok(answer !== undefined);
    assert.deepEqual(answer.findings, []);
    assert.equal(answer.isComplete, true);
    return answer;
  }

  const asWritten: readonly (readonly [
    SeedWorkloadName,
    context: PlacementContext,
    pool: string,
    chain: string,
  ])[] = [
    [
      "gpu-inference-server",
      tokyo,
      "gpu-inference",
      "g4dn, g6, g5 and gr6 Spot → g4dn, g6, g5 and gr6 on-demand",
    ],
    [
      "llm-inference",
      tokyo,
      "gpu-inference",
      "g4dn, g6, g5 and gr6 Spot → g4dn, g6, g5 and gr6 on-demand",
    ],
    [
      "gpu-debug",
      tokyo,
      "gpu-general",
      "g4dn, g6, g5 and 7 more families Spot → g4dn, g6, g5 and 7 more families on-demand",
    ],
    [
      "ray-llama2-head",
      workshop,
      "x86-cpu-karpenter",
      "c5, m5 and r5 Spot → c5, m5 and r5 on-demand",
    ],
    [
      "ray-mistral-head",
      workshop,
      "x86-cpu-karpenter",
      "r5, m5 and c5 Spot → r5, m5 and c5 on-demand",
    ],
    ["ray-mistral-worker-group", workshop, "trainium-trn1", "trn1 on-demand"],
    ["ray-llama2-inf2", workshop, "inferentia-inf2", "inf2 Spot → inf2 on-demand"],
  ];
  for (const [name, context, pool, chain] of asWritten) {
    it(`${name} lands on ${pool}, and on no other pool`, () => {
      const workload = seedWorkload(name);
      const answer = placed(context, workload);
      assert.deepEqual(poolsOf(answer), [pool]);
      assert.equal(answer.steps[0]?.pendingPods, 0);
      assert.equal(answer.steps[0].landings[0]?.pods, workload.count ?? 1);
      assert.equal(answer.steps.map(stepText).join(" → "), chain);
    });
  }

  it("ray-llama2-inf2 needs the one type that has its twelve devices", () => {
    const [first] = placed(workshop, seedWorkload("ray-llama2-inf2")).steps;
    assert.deepEqual(first?.landings[0]?.instanceTypes, ["inf2.48xlarge"]);
  });

  it("gpu-inference-server gets a node for each of its three pods", () => {
    const [landing] = placed(tokyo, seedWorkload("gpu-inference-server")).steps[0]?.landings ?? [];
    // Up to 4xlarge, g4dn, g5 and g6 have one GPU.
    assert.equal(landing?.nodes, 3);
    assert.equal(landing.pods, 3);
  });

  describe("distributed-training", () => {
    const original = seedWorkload("distributed-training");

    it("lands nowhere as written: gpu-training has a second taint", () => {
      const answer = placed(tokyo, original);
      assert.deepEqual(answer.steps, []);
      assert.equal(
        answer.refusals.find(({ pool }) => pool === "gpu-training")?.text,
        "the pods do not tolerate its taint workload=training:NoSchedule",
      );
      assert.equal(
        answer.refusals.find(({ pool }) => pool === "gpu-inference")?.text,
        "the pods ask for node-type gpu-training, and its nodes have gpu-inference",
      );
    });

    it("lands on gpu-training, on demand and all four pods together, once it tolerates that taint", () => {
      const answer = placed(tokyo, tolerating(original, trainingToleration));
      assert.deepEqual(poolsOf(answer), ["gpu-training"]);
      const [landing] = answer.steps[0]?.landings ?? [];
      assert.equal(landing?.capacityType, "on-demand");
      assert.equal(landing.pods, 4);
      assert.equal(landing.nodes, 1);
      assert.equal(landing.instanceTypes[0], "p5.48xlarge");
    });
  });

  describe("training-job and long-training-job", () => {
    it("land on Spot as written, never on a training tier, because they select none", () => {
      const first = [
        ["training-job", "gpu-tier1-g5-spot"],
        // Four GPUs are more than a node of the chain has.
        ["long-training-job", "gpu-general"],
      ] as const;
      for (const [name, pool] of first) {
        const answer = placed(tokyo, seedWorkload(name));
        assert.equal(answer.steps[0]?.landings[0]?.pool, pool);
        assert.equal(answer.steps[0].landings[0].capacityType, "spot");
        assert.deepEqual(
          poolsOf(answer).filter((pool) => pool.startsWith("gpu-training")),
          [],
        );
        assert.equal(
          answer.refusals.find(({ pool }) => pool === "gpu-training-protected")?.text,
          "the pods do not tolerate its taint workload=training:NoSchedule",
        );
      }
    });

    it("land on their training tiers, on demand, once they ask for them", () => {
      const corrected = [
        ["training-job", "gpu-training"],
        ["long-training-job", "gpu-training-protected"],
      ] as const;
      for (const [name, pool] of corrected) {
        const asking = selecting(seedWorkload(name), { "node-type": pool });
        const answer = placed(tokyo, tolerating(asking, trainingToleration));
        assert.deepEqual(poolsOf(answer), [pool]);
        assert.deepEqual(
          answer.steps.map(({ landings }) => landings[0]?.capacityType),
          ["on-demand"],
        );
      }
    });
  });

  it("never put the head of a Ray cluster on an accelerator, whatever has run out", () => {
    const exhausted = [{ family: "m5" }, { family: "c5" }, { family: "r5" }];
    const answer = placed({ ...workshop, exhausted }, seedWorkload("ray-mistral-head"));
    assert.deepEqual(answer.steps, []);
    assert.deepEqual(answer.refusals.map(({ pool }) => pool).sort(), [
      "inferentia-inf2",
      "trainium-trn1",
      "x86-cpu-karpenter",
    ]);
  });
});

const trainingToleration: Toleration = {
  key: "workload",
  operator: "Equal",
  value: "training",
  effect: "NoSchedule",
};

function contextOf(stack: string): PlacementContext {
  return { place: stackPlace(stack), nodePools: stackNodePools(stack) };
}

function poolsOf({ steps }: WorkloadPlacement): readonly string[] {
  return [...new Set(steps.flatMap(({ landings }) => landings.map(({ pool }) => pool)))];
}

function tolerating(workload: Workload, toleration: Toleration): Workload {
  const spec = specOf(workload);
  const tolerations = [...((spec["tolerations"] as Toleration[] | undefined) ?? []), toleration];
  return withPodSpec(workload, { tolerations });
}

function selecting(workload: Workload, nodeSelector: Readonly<Record<string, string>>): Workload {
  return withPodSpec(workload, { nodeSelector });
}

function withPodSpec(workload: Workload, changes: Manifest): Workload {
  return {
    ...workload,
    pod: { ...(workload.pod as Manifest), spec: { ...specOf(workload), ...changes } },
  };
}

function specOf({ pod }: Workload): Manifest {
  return (pod as { spec: Manifest }).spec;
}
