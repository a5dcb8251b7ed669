import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { placements } from "../../../../report/answers/placement/placement";
import type { Workload } from "../../../../report/subject/workload";
import { tolerationOnlyWorkloads } from "../../../../report/subject/toleration-only-workloads";
import { typesThatMatter } from "../../../../report/answers/placement/types-that-matter";
import { zonesWithIds } from "../../../../scheduling/launchable/zones-with-ids";
import { platformSpec } from "../../../../infra/resolved/platform-spec";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import type {
  ExhaustedOffering,
  Offerings,
  PlacementAnswer,
  PlacementQuestion,
  Reply,
} from "../../../../scheduling/karpenter/questions";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import type { Place } from "../../../../scheduling/catalogue/place";
import { excerptKarpenter } from "../../../support/excerpt-karpenter";
import { representativeWorkloads } from "../../../support/representative-workloads";
import { gpuGuidePoolNames, seedNodePools, seedWorkloads } from "../../../support/seeds";
import { stackNodePools, stackPlace } from "../../../support/stack-node-pools";
import { stackConfig } from "../../../support/stack-values";

describe("the instance types that a placement looks at", function () {
  this.timeout(300_000);

  let karpenter: Karpenter;
  let excerpt: Karpenter;
  before(async () => {
    [karpenter, excerpt] = await Promise.all([loadKarpenter(), excerptKarpenter()]);
  });

  const tokyo = "production-ap-northeast-1";
  const scenes: readonly (readonly [name: string, nodePools: readonly unknown[], place: Place])[] =
    [
      ["the stack in Tokyo", stackNodePools(tokyo), stackPlace(tokyo)],
      ["the GPU guide's own pools", seedNodePools(gpuGuidePoolNames), stackPlace(tokyo)],
      [
        "the workshop's stack",
        stackNodePools("workshop-us-west-2"),
        stackPlace("workshop-us-west-2"),
      ],
    ];
  const gone: readonly (readonly ExhaustedOffering[])[] = [
    [],
    [{ family: "g5", capacityType: "spot" }],
    [{ capacityType: "spot" }],
    [{ capacityType: "spot" }, { capacityType: "on-demand", family: "g5" }],
    [{ capacityType: "spot" }, { capacityType: "on-demand" }],
  ];

  for (const [name, nodePools, place] of scenes) {
    it(`are enough for the same answers as the whole catalogue's, over ${name}`, () => {
      const pools = nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []);
      const questions = gone.flatMap((exhausted) =>
        workloads(nodePools).map((workload): PlacementQuestion => ({
          nodePools,
          pods: [{ name: workload.name, count: workload.count ?? 1, pod: workload.pod }],
          offerings: offeringsIn(place, exhausted),
          maxInstanceTypes: 2000,
        })),
      );
      const whole = questions.map((question) => karpenter.place(question));
      const narrowed = questions.map((question) => {
        const types = typesThatMatter(pools, question.pods[0]?.pod, question.offerings);
        assert.ok(types !== undefined);
        assert.ok(types.length < 1000);
        return excerpt.place({ ...question, instanceTypes: types });
      });
      questions.forEach((question, index) => {
        assert.deepEqual(
          stable(narrowed[index]),
          stable(whole[index]),
          JSON.stringify(question.pods),
        );
      });
    });
  }

  it("hold a few dozen for pods with a GPU, of more than a thousand", () => {
    const nodePools = stackNodePools(tokyo);
    const pools = nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []);
    const [gpu] = tolerationOnlyWorkloads(nodePools);
    const types = typesThatMatter(pools, gpu?.pod, offeringsIn(stackPlace(tokyo), []));
    assert.ok(types !== undefined && types.length > 40 && types.length < 80, String(types?.length));
    assert.ok(types.includes("g5.xlarge"));
    // g6f has no whole GPU, and no pool of the stack launches it.
    assert.ok(!types.includes("g6f.xlarge"));
  });

  it("are all types if pods are spread over a label with other values in other types", () => {
    const constraint = {
      topologyKey: "node.kubernetes.io/instance-type",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: {},
    };
    const pod = {
      spec: { containers: [{ name: "main" }], topologySpreadConstraints: [constraint] },
    };
    const offerings = offeringsIn(stackPlace(tokyo), []);
    assert.equal(typesThatMatter([], pod, offerings), undefined);
  });

  it("are found for malformed pods too", () => {
    for (const pod of [undefined, null, 7, [], { spec: [] }, { spec: { containers: "none" } }]) {
      const { workloads: placed } = placements(
        karpenter,
        { place: stackPlace(tokyo), nodePools: stackNodePools(tokyo) },
        [{ name: "odd", pod }],
      );
      assert.deepEqual(placed[0]?.steps, []);
      assert.notDeepEqual(placed[0].findings, []);
    }
  });
});

/**
 * Removes what depends on the order of a map in Karpenter. If a pool lacks several labels, it names any of them
 * (Requirements.Compatible). If pods are spread and several zones are equal, any of them comes first
 * (nextDomainTopologySpread), so only the zones and the number of pending pods are compared.
 */
function stable(reply: Reply<PlacementAnswer> | undefined): unknown {
  const text = JSON.stringify(reply).replaceAll(
    /label \\"[^"]+\\" does not have known values( \(typo of [^)]*\))?/g,
    "a label does not have known values",
  );
  const { answer, findings } = JSON.parse(text) as Reply<PlacementAnswer>;
  assert.ok(answer !== undefined);
  if (!text.includes("spread-0")) return { answer, findings };
  return {
    findings,
    zones: [...new Set(answer.nodeClaims.flatMap(({ zones }) => zones))].sort(),
    unschedulable: answer.unschedulable.flatMap(({ pods }) => pods).length,
  };
}

function workloads(nodePools: readonly unknown[]): readonly Workload[] {
  const spread: Workload = {
    name: "spread",
    count: 4,
    pod: {
      metadata: { labels: { app: "spread" } },
      spec: {
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "1" } } }],
        topologySpreadConstraints: [
          {
            topologyKey: "topology.kubernetes.io/zone",
            maxSkew: 1,
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: { matchLabels: { app: "spread" } },
          },
        ],
      },
    },
  };
  const byType: Workload = {
    name: "by-type",
    pod: {
      spec: {
        nodeSelector: { "karpenter.k8s.aws/instance-family": "g6" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
        containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "1" } } }],
      },
    },
  };
  return [
    ...representativeWorkloads(platformSpec(stackConfig("production-ap-northeast-1")).tiers).filter(
      ({ name }) => name !== "cpu",
    ),
    ...seedWorkloads(),
    ...tolerationOnlyWorkloads(nodePools),
    spread,
    byType,
  ];
}

function offeringsIn(place: Place, exhausted: readonly ExhaustedOffering[]): Offerings {
  const { zones } = zonesWithIds(place);
  return {
    region: place.region,
    zones: zones.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }])),
    exhausted,
  };
}
