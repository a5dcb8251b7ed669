import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { platformSpec } from "../../../../infra/resolved/platform-spec";
import { placements, type WorkloadPlacement } from "../../../../report/answers/placement/placement";
import type { PlacementContext } from "../../../../report/answers/placement/placement-inputs";
import type { Workload } from "../../../../report/subject/workload";
import { stepText } from "../../../../report/answers/placement/placement-text";
import { tolerationOnlyWorkloads } from "../../../../report/subject/toleration-only-workloads";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import { foundInPlacements } from "../../../support/found-traps";
import { representativeWorkloads } from "../../../support/representative-workloads";
import { gpuGuidePoolNames, seedNodePools, seedWorkload } from "../../../support/seeds";
import { stackNodePools, stackPlace } from "../../../support/stack-node-pools";
import { stackConfig } from "../../../support/stack-values";

const stack = "production-ap-northeast-1";
const tokyo: PlacementContext = { place: stackPlace(stack), nodePools: stackNodePools(stack) };
const original: PlacementContext = { ...tokyo, nodePools: seedNodePools(gpuGuidePoolNames) };
const g5Spot = { family: "g5", capacityType: "spot" } as const;

describe("placement", function () {
  this.timeout(120_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  function placed(context: PlacementContext, workload: Workload): WorkloadPlacement {
    const [answer] = placements(karpenter, context, [workload]).workloads;
    assert.ok(answer !== undefined);
    assert.deepEqual(answer.findings, []);
    return answer;
  }

  function trapsOf(context: PlacementContext, workloads: readonly Workload[]) {
    const answer = placements(karpenter, context, workloads);
    return foundInPlacements({
      pools: context.nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []),
      workloads: workloads.flatMap((workload, index) => {
        const placement = answer.workloads[index];
        return placement === undefined ? [] : [{ workload, placement }];
      }),
    });
  }

  describe("of a pod that asks for the chain", () => {
    const chain = representative("gpu-inference-chain");

    it("goes from g5 Spot to g4dn Spot to g5 on demand, and nowhere else", () => {
      const answer = placed(tokyo, chain);
      assert.equal(answer.steps.map(stepText).join(" → "), "g5 Spot → g4dn Spot → g5 on-demand");
      assert.deepEqual(poolsByStep(answer), [
        ["gpu-tier1-g5-spot"],
        ["gpu-tier2-g4dn-spot"],
        ["gpu-tier3-g5-ondemand"],
      ]);
      assert.equal(answer.isComplete, true);
    });

    it("begins with g4dn Spot if g5 Spot is exhausted from the start", () => {
      const answer = placed({ ...tokyo, exhausted: [g5Spot] }, chain);
      assert.equal(answer.steps.map(stepText).join(" → "), "g4dn Spot → g5 on-demand");
      assert.deepEqual(poolsByStep(answer), [["gpu-tier2-g4dn-spot"], ["gpu-tier3-g5-ondemand"]]);
    });

    it("says for each pool why it takes no pods in the end", () => {
      const { refusals } = placed(tokyo, chain);
      assert.deepEqual(
        refusals
          .map(({ pool, text }) => `${pool}: ${text}`)
          .sort()
          .slice(0, 3),
        [
          "gpu-general: the pods ask for the label fallback-chain, which its nodes do not have",
          "gpu-inference: the pods ask for the label fallback-chain, which its nodes do not have",
          "gpu-spot-inference: the pods ask for the label fallback-chain, which its nodes do not have",
        ],
      );
      assert.equal(textFor(refusals, "gpu-training"), noTraining);
      assert.equal(
        textFor(refusals, "gpu-tier1-g5-spot"),
        "nothing that it may launch is to be had in these zones",
      );
      assert.equal(refusals.length, tokyo.nodePools.length);
    });

    it("has the on-demand price of its cheapest type, with the source", () => {
      const [landing] = placed(tokyo, chain).steps[0]?.landings ?? [];
      assert.equal(landing?.instanceTypes[0], "g5.xlarge");
      // Prices of us-east-1, from the price table that Karpenter is built with.
      assert.equal(landing.onDemandPrice?.usdPerHour, 1.006);
      assert.equal(landing.onDemandPrice.region, "us-east-1");
      assert.equal(landing.poolClass, "inference");
    });
  });

  describe("of each workload class in Tokyo", () => {
    const expected: readonly (readonly [name: string, pools: readonly string[]])[] = [
      ["general-gpu", ["gpu-general", "gpu-general"]],
      ["inference-gpu", ["gpu-tier1-g5-spot", "gpu-spot-inference", "gpu-inference"]],
      // Both training tiers buy H100 alone here: where EC2 has none for the first, it has none for the second.
      ["training-gpu", ["gpu-training"]],
      ["cpu", ["multi-arch", "multi-arch"]],
      ["inference-neuron", ["inferentia"]],
    ];
    for (const [name, pools] of expected) {
      it(`sends ${name} to ${pools.join(", then ")}`, () => {
        assert.deepEqual(poolsByStep(placed(tokyo, representative(name))).flat(), pools);
      });
    }

    it("never sends inference or general work into a training pool", () => {
      for (const workload of representatives().filter((one) => one.workloadClass !== "training")) {
        for (const exhausted of [[], [g5Spot], [{ capacityType: "spot" as const }]]) {
          const pools = poolsByStep(placed({ ...tokyo, exhausted }, workload)).flat();
          assert.deepEqual(
            pools.filter((pool) => pool.startsWith("gpu-training")),
            [],
          );
        }
      }
    });
  });

  it("says how many pods stay pending because of limits, and why", () => {
    const many = { ...representative("inference-neuron"), count: 40 };
    const [first] = placed(tokyo, many).steps;
    // 32 devices is the limit of inferentia: two inf2.48xlarge of 12 each, then smaller ones.
    assert.ok(first !== undefined && first.pendingPods >= 8, JSON.stringify(first));
    assert.equal(textFor(first.refusals, "inferentia"), "another node would exceed its limits");
    const placedPods = first.landings.reduce((sum, { pods }) => sum + pods, 0);
    assert.equal(placedPods + first.pendingPods, 40);
  });

  it("subtracts DaemonSets from the room for pods", () => {
    const heavy = {
      metadata: { name: "heavy" },
      spec: {
        template: {
          spec: {
            tolerations: [{ operator: "Exists" }],
            containers: [{ name: "main", resources: { requests: { cpu: "6" } } }],
          },
        },
      },
    };
    const chain = representative("gpu-inference-chain");
    const [landing] = placed({ ...tokyo, daemonSets: [heavy] }, chain).steps[0]?.landings ?? [];
    // g5.xlarge has 4 cores, g5.2xlarge 8.
    assert.equal(landing?.instanceTypes[0], "g5.2xlarge");
  });

  describe("in zones", () => {
    it("assigns ids to zone names in order if the stack gives none, and says so", () => {
      const { zones, assumptions } = placements(karpenter, tokyo, []);
      assert.deepEqual(zones, [
        { name: "ap-northeast-1a", id: "apne1-az1", isAssumed: true },
        { name: "ap-northeast-1c", id: "apne1-az2", isAssumed: true },
        { name: "ap-northeast-1d", id: "apne1-az4", isAssumed: true },
      ]);
      assert.match(assumptions[0] ?? "", /ap-northeast-1d = apne1-az4.*network\.zoneIds/);
    });

    it("uses the ids that are given: apne1-az2 has no g5", () => {
      const place = {
        region: "ap-northeast-1",
        zones: [{ name: "ap-northeast-1d", id: "apne1-az2" }],
      };
      const answer = placed({ ...tokyo, place }, representative("gpu-inference-chain"));
      assert.equal(answer.steps.map(stepText).join(" → "), "g4dn Spot");
      const { assumptions } = placements(karpenter, { ...tokyo, place }, []);
      assert.ok(!assumptions.some((text) => text.includes("zone ids in order")));
    });

    it("assigns the remaining ids to the names without one", () => {
      const place = {
        region: "ap-northeast-1",
        zones: [{ name: "ap-northeast-1a", id: "apne1-az4" }, { name: "ap-northeast-1c" }],
      };
      assert.deepEqual(placements(karpenter, { ...tokyo, place }, []).zones, [
        { name: "ap-northeast-1a", id: "apne1-az4", isAssumed: false },
        { name: "ap-northeast-1c", id: "apne1-az1", isAssumed: true },
      ]);
    });

    it("says if a region has fewer zones than the place has names", () => {
      const names = ["a", "b", "c", "d", "e"].map((letter) => `ap-northeast-1${letter}`);
      const place = { region: "ap-northeast-1", zones: names.map((name) => ({ name })) };
      const { zones, assumptions } = placements(karpenter, { ...tokyo, place }, []);
      assert.equal(zones.at(-1)?.id, undefined);
      assert.ok(
        assumptions.some((text) => /^Nothing is known to be offered in .*1e\.$/.test(text)),
      );
    });
  });

  it("gives findings, not an exception, for values that are no pod and no pool", () => {
    const context = { ...tokyo, nodePools: [{ kind: "NodePool" }, 7, ...tokyo.nodePools] };
    const { workloads } = placements(karpenter, context, [
      { name: "empty", pod: {} },
      representative("cpu"),
    ]);
    assert.deepEqual(workloads[0]?.steps, []);
    assert.ok((workloads[0].findings.length ?? 0) > 0);
    assert.equal(workloads[1]?.steps[0]?.landings[0]?.pool, "multi-arch");
  });

  describe("names the traps of the GPU guide's own pools", () => {
    it("a toleration alone falls into gpu-training when g5 Spot is gone", () => {
      const [toleration] = tolerationOnlyWorkloads(original.nodePools);
      assert.ok(toleration !== undefined);
      const answer = placed(original, toleration);
      assert.deepEqual(poolsByStep(answer).slice(0, 2), [["gpu-tier1-g5-spot"], ["gpu-training"]]);
      const gone = placed({ ...original, exhausted: [g5Spot] }, toleration);
      assert.deepEqual(poolsByStep(gone)[0], ["gpu-training"]);
      assert.equal(gone.steps[0]?.landings[0]?.capacityType, "on-demand");
      const trap = trapsOf(original, [toleration]).find(({ pool }) => pool === "gpu-training");
      assert.equal(trap?.id, "toleration-falls-into-training");
      assert.match(
        trap.text,
        /^Pods that only tolerate nvidia\.com\/gpu=true:NoSchedule fall into gpu-training when g5 Spot is gone: it has no taint of its own, and its weight is 90\..*g5.*on-demand, from \$1\.006 an hour \(g5\.xlarge on demand in us-east-1, /,
      );
    });

    it("unrelated pools come between two tiers of the chain", () => {
      const traps = trapsOf(original, tolerationOnlyWorkloads(original.nodePools));
      assert.deepEqual(
        traps.map(({ id, pool }) => `${id} ${pool}`),
        [
          "toleration-falls-into-training gpu-training",
          "toleration-falls-into-training gpu-training-protected",
          "falls-into-unrelated-pool gpu-general",
          "falls-into-unrelated-pool gpu-spot-inference",
          "falls-into-unrelated-pool gpu-inference",
        ],
      );
      const general = traps.find(({ pool }) => pool === "gpu-general");
      assert.match(
        general?.text ?? "",
        /fall into gpu-general \(workload ai-ml\) when g5 Spot and the choice after it are gone/,
      );
    });

    it("a training pod that asks not to be disrupted lands on Spot", () => {
      const [trap] = trapsOf(original, [seedWorkload("training-job")]).filter(
        ({ id }) => id === "do-not-disrupt-on-spot",
      );
      assert.equal(trap?.pool, "gpu-tier1-g5-spot");
      assert.match(trap.text, /^training-job asks not to be disrupted and lands on g5 Spot/);
    });
  });

  it("names no trap of the shipped stack, for pods that ask and for pods that only tolerate", () => {
    const workloads = [...tolerationOnlyWorkloads(tokyo.nodePools), ...representatives()];
    assert.equal(workloads.length, 8);
    assert.deepEqual(trapsOf(tokyo, workloads), []);
  });
});

const noTraining = "the pods do not tolerate its taint workload=training:NoSchedule";

function representatives(): readonly Workload[] {
  return representativeWorkloads(platformSpec(stackConfig(stack)).tiers);
}

function representative(name: string): Workload {
  const found = representatives().find((workload) => workload.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function poolsByStep({ steps }: WorkloadPlacement): readonly (readonly string[])[] {
  return steps.map(({ landings }) => landings.map(({ pool }) => pool));
}

function textFor(refusals: WorkloadPlacement["refusals"], pool: string): string | undefined {
  return refusals.find((refusal) => refusal.pool === pool)?.text;
}
