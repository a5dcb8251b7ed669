import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { placements, type WorkloadPlacement } from "../../../../report/answers/placement/placement";
import type { PlacementContext } from "../../../../report/answers/placement/placement-inputs";
import type { Workload } from "../../../../report/subject/workload";
import type { Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { instanceTypeLabelKey } from "../../../../scheduling/requirements/labels";
import type {
  NodeClaim,
  PlacementAnswer,
  PlacementQuestion,
  Reply,
} from "../../../../scheduling/karpenter/questions";

/** A Karpenter that gives these answers one after the other, and repeats the last one. */
function scripted(...replies: readonly Reply<PlacementAnswer>[]) {
  const asked: PlacementQuestion[] = [];
  const place = (question: PlacementQuestion): Reply<PlacementAnswer> => {
    asked.push(question);
    const reply = replies[Math.min(asked.length, replies.length) - 1];
    assert.ok(reply !== undefined);
    return reply;
  };
  return { asked, karpenter: { place } as unknown as Karpenter };
}

function answer(changes: Partial<PlacementAnswer> = {}): Reply<PlacementAnswer> {
  return {
    answer: {
      nodeClaims: [],
      existingNodes: [],
      unschedulable: [],
      skippedPools: [],
      undecided: [],
      ...changes,
    },
    findings: [],
  };
}

function claim(nodePool: string, types: readonly string[], more: Partial<NodeClaim>): NodeClaim {
  return {
    nodePool,
    instanceTypes: types.map((name) => ({ name, usdPerHour: 1 })),
    instanceTypeCount: types.length,
    zones: ["us-west-2b", "us-west-2a"],
    capacityTypes: ["spot"],
    requirements: [],
    requests: {},
    pods: ["w-0"],
    ...more,
  };
}

function launch(
  capacityType: "spot" | "on-demand",
  ...pools: readonly (readonly [instanceType: string, zone: string])[]
): Pick<NodeClaim, "launch"> {
  return {
    launch: {
      capacityType,
      pools: pools.map(([instanceType, zone]) => ({ instanceType, zone, usdPerHour: 1 })),
      rejectedBy: {},
    },
  };
}

function nodePool(name: string, labels: object, taints: readonly object[] = []): object {
  return {
    metadata: { name },
    spec: {
      template: {
        metadata: { labels },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
          requirements: [
            { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g5", "g4dn"] },
          ],
          taints,
        },
      },
    },
  };
}

const gpuTaint = { key: "nvidia.com/gpu", effect: "NoSchedule" };
const context: PlacementContext = {
  place: {
    region: "us-west-2",
    zones: [
      { name: "us-west-2a", id: "usw2-az1" },
      { name: "us-west-2b", id: "usw2-az2" },
    ],
  },
  nodePools: [
    nodePool("inference", { workload: "inference" }),
    nodePool("plain", {}),
    nodePool("guarded", { workload: "training" }, [gpuTaint]),
    "no NodePool at all",
  ],
};
const anything = {
  metadata: { name: "anything" },
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "any" },
        requirements: [
          { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["m"] },
        ],
      },
    },
  },
};
const pod = { spec: { containers: [{ name: "main", resources: { requests: { cpu: "1" } } }] } };
const workload: Workload = { name: "w", pod };

function placed(
  karpenter: Karpenter,
  asked: Workload = workload,
  where: PlacementContext = context,
): WorkloadPlacement {
  const [first] = placements(karpenter, where, [asked]).workloads;
  assert.ok(first !== undefined);
  return first;
}

describe("the question for Karpenter", () => {
  it("has all pools, the pods, the zones with their ids, and no limit on the types", () => {
    const { asked, karpenter } = scripted(answer());
    placed(
      karpenter,
      { ...workload, count: 3 },
      { ...context, exhausted: [{ zone: "us-west-2b" }] },
    );
    assert.equal(asked.length, 1);
    const { instanceTypes, instanceTypesToCome, ...question } = asked[0] ?? assert.fail();
    assert.deepEqual(question, {
      nodePools: context.nodePools,
      pods: [{ name: "w", count: 3, pod }],
      offerings: {
        region: "us-west-2",
        zones: context.place.zones,
        prices: {},
        exhausted: [{ zone: "us-west-2b" }],
      },
      maxInstanceTypes: 2000,
    });
    assert.ok(instanceTypes !== undefined);
    assert.ok(instanceTypes.includes("g5.xlarge") && instanceTypes.includes("g4dn.xlarge"));
    assert.equal(new Set(instanceTypes).size, instanceTypes.length);
    assert.ok(!instanceTypes.includes("p5.48xlarge"));
    assert.deepEqual(instanceTypesToCome, instanceTypes);
  });

  it("comes last for workloads that need the whole catalogue; the answers keep the order of the workloads", () => {
    const { asked, karpenter } = scripted(answer(), answer(), answer());
    const constraint = { topologyKey: "karpenter.k8s.aws/instance-family" };
    const spread = { spec: { ...pod.spec, topologySpreadConstraints: [constraint] } };
    const answered = placements(karpenter, context, [
      { name: "spread", pod: spread },
      { name: "first", pod },
      { name: "second", pod },
    ]);
    assert.deepEqual(
      asked.map(({ pods: [group] }) => group?.name),
      ["first", "second", "spread"],
    );
    assert.deepEqual(
      answered.workloads.map((one) => one.workload),
      ["spread", "first", "second"],
    );
  });

  it("lists the types of the first questions of all workloads, each once", () => {
    const { asked, karpenter } = scripted(answer(), answer());
    const selecting = {
      name: "m",
      pod: { spec: { ...pod.spec, nodeSelector: { [instanceTypeLabelKey]: "m7i.large" } } },
    };
    placements(karpenter, { ...context, nodePools: [...context.nodePools, anything] }, [
      workload,
      selecting,
    ]);
    const first = asked.map(({ instanceTypes }) => instanceTypes ?? assert.fail());
    assert.notDeepEqual(first[0], first[1]);
    for (const { instanceTypesToCome } of asked) {
      assert.deepEqual(instanceTypesToCome, [...new Set(first.flat())]);
    }
  });

  it("has the DaemonSets if there are any, and one pod if no number is given", () => {
    const { asked, karpenter } = scripted(answer());
    const daemonSets = [{ spec: {} }];
    placed(karpenter, workload, { ...context, daemonSets });
    assert.deepEqual(asked[0]?.daemonSets, daemonSets);
    assert.deepEqual(asked[0].pods, [{ name: "w", count: 1, pod }]);
  });

  it("leaves out zones without a known id", () => {
    const { asked, karpenter } = scripted(answer());
    const place = { region: "nowhere-1", zones: [{ name: "nowhere-1a" }] };
    const answered = placements(karpenter, { ...context, place }, [workload]);
    assert.deepEqual(asked[0]?.offerings.zones, []);
    assert.deepEqual(answered.zones, [{ name: "nowhere-1a", isAssumed: true }]);
    assert.deepEqual(answered.assumptions, [
      "Nothing is known to be offered in nowhere-1a.",
      "The cluster is empty: no node has room left, and nothing counts against a limit yet.",
      "EC2 has whatever is not named as exhausted, on demand and on Spot; Spot costs less than on demand.",
      "Reserved capacity is left out where a pool may buy other capacity too: a NodePool does not say how much of it is free.",
    ]);
  });

  describe("about one pod for cores and memory, and a pool that launches hundreds of types", () => {
    const anyType = { ...context, nodePools: [anything] };
    const sizes = (asked: readonly PlacementQuestion[]) =>
      asked.map(({ instanceTypes }) => instanceTypes?.length ?? 0);

    it("has the cheapest types, and then all types if the answer needs more", () => {
      const few = scripted(answer());
      placed(few.karpenter, workload, anyType);
      const all = scripted(answer());
      placed(all.karpenter, { ...workload, count: 2 }, anyType);
      const [cheapest = 0] = sizes(few.asked);
      const [whole = 0] = sizes(all.asked);
      assert.ok(whole > 200 && cheapest < whole / 1.5, `${cheapest} of ${whole}`);
      // The request of this claim names too few cheap types: a missing type may have been cheaper.
      const nodeClaims = [claim("anything", ["g5.xlarge"], { capacityTypes: ["spot"] })];
      const again = scripted(answer({ nodeClaims }), answer({ nodeClaims }), answer());
      const { steps } = placed(again.karpenter, workload, anyType);
      assert.deepEqual(sizes(again.asked).slice(0, 2), [cheapest, whole]);
      assert.deepEqual(again.asked[1]?.offerings.exhausted, []);
      assert.equal(steps.length, 1);
      assert.equal(again.asked.length, 3);
    });

    it("has all types if something is exhausted from the start, or if there are several pods", () => {
      const gone = scripted(answer());
      placed(gone.karpenter, workload, { ...anyType, exhausted: [{ family: "g5" }] });
      const none = scripted(answer());
      placed(none.karpenter, workload, { ...anyType, exhausted: [] });
      assert.ok((sizes(gone.asked)[0] ?? 0) > 1.5 * (sizes(none.asked)[0] ?? 0));
    });

    it("is not asked again if Karpenter cannot read it", () => {
      const { asked, karpenter } = scripted({ findings: [] });
      placed(karpenter, workload, anyType);
      assert.equal(asked.length, 1);
    });
  });

  it("has the whole catalogue if pods are spread over a label of instance types", () => {
    const { asked, karpenter } = scripted(answer());
    const constraint = { topologyKey: "karpenter.k8s.aws/instance-family" };
    placed(karpenter, { name: "w", pod: { spec: { topologySpreadConstraints: [constraint] } } });
    assert.equal(asked[0] && "instanceTypes" in asked[0], false);
  });
});

describe("the order in which Karpenter falls back", () => {
  const g5 = claim("inference", ["g5.xlarge", "g5.2xlarge"], {
    ...launch("spot", ["g5.2xlarge", "us-west-2b"], ["g5.xlarge", "us-west-2a"]),
  });
  const g4dn = claim("plain", ["g4dn.xlarge"], { capacityTypes: ["on-demand"] });

  it("exhausts what a step would launch, by family and capacity type, and asks again", () => {
    const { asked, karpenter } = scripted(
      answer({ nodeClaims: [g5] }),
      answer({ nodeClaims: [g4dn] }),
      answer(),
    );
    const { steps, isComplete } = placed(karpenter, workload, {
      ...context,
      exhausted: [{ family: "g6" }],
    });
    assert.deepEqual(
      asked.map(({ offerings }) => offerings.exhausted),
      [
        [{ family: "g6" }],
        [{ family: "g6" }, { family: "g5", capacityType: "spot" }],
        [
          { family: "g6" },
          { family: "g5", capacityType: "spot" },
          { family: "g4dn", capacityType: "on-demand" },
        ],
      ],
    );
    assert.equal(isComplete, true);
    assert.deepEqual(
      steps.map(({ landings }) => landings.map(({ pool }) => pool)),
      [["inference"], ["plain"]],
    );
  });

  it("gives for each landing what the request names, and the price of its first type", () => {
    const { karpenter } = scripted(answer({ nodeClaims: [g5] }), answer());
    assert.deepEqual(placed(karpenter).steps, [
      {
        landings: [
          {
            pool: "inference",
            poolClass: "inference",
            capacityType: "spot",
            families: ["g5"],
            instanceTypes: ["g5.xlarge", "g5.2xlarge"],
            zones: ["us-west-2a", "us-west-2b"],
            nodes: 1,
            pods: 1,
            onDemandPrice: {
              usdPerHour: 1.006,
              region: "us-east-1",
              date: "2026-07-20",
              source: "Karpenter provider AWS static price table generated 2026-07-20T13:44:30Z",
              isReference: true,
            },
          },
        ],
        pendingPods: 0,
        refusals: [],
      },
    ]);
  });

  it("lists the types of the request only, but every family that could be requested next", () => {
    const wide = claim("inference", ["g4dn.xlarge", "g5.xlarge", "g5.2xlarge"], {
      ...launch("spot", ["g5.xlarge", "us-west-2a"]),
    });
    const { karpenter } = scripted(answer({ nodeClaims: [wide] }), answer());
    const [landing] = placed(karpenter).steps[0]?.landings ?? [];
    assert.deepEqual(landing?.instanceTypes, ["g5.xlarge"]);
    assert.deepEqual(landing.families, ["g4dn", "g5"]);
    assert.deepEqual(landing.zones, ["us-west-2a"]);
  });

  it("lists what the claim allows if the provider would send no request", () => {
    const { karpenter } = scripted(
      answer({ nodeClaims: [g4dn, claim("plain", [], { capacityTypes: [] })] }),
      answer(),
    );
    const [landing] = placed(karpenter, { ...workload, count: 2 }).steps[0]?.landings ?? [];
    assert.equal(landing?.capacityType, "on-demand");
    assert.deepEqual(landing.instanceTypes, ["g4dn.xlarge"]);
    assert.deepEqual(landing.zones, ["us-west-2a", "us-west-2b"]);
    assert.equal("poolClass" in landing, false);
    assert.equal(landing.nodes, 2);
  });

  it("has no class for a pool without the label", () => {
    const { karpenter } = scripted(answer({ nodeClaims: [claim("foreign", [], {})] }), answer());
    const [landing] = placed(karpenter).steps[0]?.landings ?? [];
    assert.deepEqual(landing?.pool, "foreign");
    assert.equal("poolClass" in landing, false);
  });

  it("has no price for a type without one, or if no type is left", () => {
    for (const types of [[], ["g99.xlarge"]]) {
      const { karpenter } = scripted(answer({ nodeClaims: [claim("plain", types, {})] }), answer());
      const [landing] = placed(karpenter).steps[0]?.landings ?? [];
      assert.ok(landing !== undefined && !("onDemandPrice" in landing));
    }
  });

  it("groups the nodes by pool and capacity type", () => {
    const second = { ...g5, pods: ["w-1", "w-2"] };
    const onDemand = claim("inference", ["g5.xlarge"], {
      ...launch("on-demand", ["g5.xlarge", "us-west-2a"]),
      pods: ["w-3"],
    });
    const { karpenter } = scripted(answer({ nodeClaims: [g5, second, onDemand] }), answer());
    const [step] = placed(karpenter, { ...workload, count: 4 }).steps;
    assert.deepEqual(
      step?.landings.map(({ pool, capacityType, nodes, pods }) => [
        pool,
        capacityType,
        nodes,
        pods,
      ]),
      [
        ["inference", "spot", 2, 3],
        ["inference", "on-demand", 1, 1],
      ],
    );
    assert.deepEqual(step.landings[0]?.instanceTypes, ["g5.xlarge", "g5.2xlarge"]);
    assert.equal(step.pendingPods, 0);
  });

  it("says how many pods stay pending, and why", () => {
    const byPool = [{ nodePool: "inference", reasons: ["all exceed limits for nodepool"] }];
    const unschedulable = [{ pods: ["w-1", "w-2"], error: "", byPool }];
    const { karpenter } = scripted(answer({ nodeClaims: [g5], unschedulable }), answer());
    const [step] = placed(karpenter, { ...workload, count: 3 }).steps;
    assert.equal(step?.pendingPods, 2);
    assert.deepEqual(step.refusals, [
      {
        pool: "inference",
        text: "another node would exceed its limits",
        reasons: ["all exceed limits for nodepool"],
      },
    ]);
    // If a step takes all pods, Karpenter's reasons do not matter.
    const whole = scripted(answer({ nodeClaims: [g5], unschedulable }), answer());
    assert.deepEqual(placed(whole.karpenter).steps[0]?.refusals, []);
  });

  it("is incomplete after 24 steps", () => {
    const { asked, karpenter } = scripted(answer({ nodeClaims: [g5] }));
    const { steps, isComplete } = placed(karpenter);
    assert.equal(steps.length, 24);
    assert.equal(isComplete, false);
    assert.equal(asked.length, 25);
  });

  it("is empty, with the findings, if Karpenter cannot read the pods", () => {
    const findings = [{ path: "pods[0]", problem: "is no pod" }];
    const { karpenter } = scripted({ findings });
    assert.deepEqual(placed(karpenter, { ...workload, count: 2, workloadClass: "training" }), {
      workload: "w",
      workloadClass: "training",
      pods: 2,
      steps: [],
      refusals: [],
      isComplete: false,
      findings,
    });
  });

  it("gives each finding once, and no class if the workload has none", () => {
    const { karpenter } = scripted(answer());
    assert.deepEqual(placed(karpenter), {
      workload: "w",
      pods: 1,
      steps: [],
      refusals: [],
      isComplete: true,
      findings: [],
    });
  });

  it("is worked out for each workload by itself", () => {
    const { asked, karpenter } = scripted(answer());
    const both = placements(karpenter, context, [workload, { name: "v", pod }]);
    assert.deepEqual(
      both.workloads.map((one) => one.workload),
      ["w", "v"],
    );
    assert.deepEqual(
      asked.map(({ pods }) => pods.map(({ name }) => name)),
      [["w"], ["v"]],
    );
  });
});

describe("why a pool takes none of the pods", () => {
  const out = "nodepool requirements filtered out all compatible available instance types";
  const lacks = 'incompatible requirements, label "team" does not have known values';

  function refusals(reply: Partial<PlacementAnswer>, spec: object = {}) {
    return placed(scripted(answer(reply)).karpenter, { name: "w", pod: { spec } }).refusals;
  }

  it("is each reason of Karpenter's once, for groups of pods and for pools that were skipped", () => {
    const skippedPools = [{ nodePool: "gone", reasons: [out] }];
    const unschedulable = [["has replicas"], ["has replicas", "minValues"]].map((reasons, at) => ({
      pods: [`w-${at}`],
      error: "",
      byPool: [{ nodePool: "plain", reasons }],
    }));
    assert.deepEqual(refusals({ skippedPools, unschedulable }), [
      {
        pool: "plain",
        text: "it is static: its nodes do not follow pods; fewer kinds of instance types are left than its minValues demand",
        reasons: ["has replicas", "minValues"],
      },
      {
        pool: "gone",
        text: "nothing that it may launch is to be had in these zones",
        reasons: [out],
      },
    ]);
  });

  it("is the taint, even if the pool has also run out of capacity", () => {
    const skippedPools = ["guarded", "plain"].map((nodePool) => ({ nodePool, reasons: [out] }));
    assert.deepEqual(refusals({ skippedPools }), [
      {
        pool: "guarded",
        text: "the pods do not tolerate its taint nvidia.com/gpu:NoSchedule",
        reasons: ["did not tolerate taint (taint=nvidia.com/gpu:NoSchedule)"],
      },
      {
        pool: "plain",
        text: "nothing that it may launch is to be had in these zones",
        reasons: [out],
      },
    ]);
  });

  it("is always the same label if the pool lacks several", () => {
    const byPool = [{ nodePool: "plain", reasons: [lacks] }];
    const unschedulable = [{ pods: ["w-0"], error: "", byPool }];
    assert.deepEqual(refusals({ unschedulable }, { nodeSelector: { rack: "1", team: "ml" } }), [
      {
        pool: "plain",
        text: "the pods ask for the label rack, which its nodes do not have",
        reasons: ['incompatible requirements, label "rack" does not have known values'],
      },
    ]);
  });

  it("is the missing label, even if Karpenter gives more than one reason", () => {
    const byPool = [{ nodePool: "plain", reasons: ["has replicas", lacks] }];
    const unschedulable = [{ pods: ["w-0"], error: "", byPool }];
    assert.deepEqual(refusals({ unschedulable }, { nodeSelector: { rack: "1" } })[0]?.reasons, [
      'incompatible requirements, label "rack" does not have known values',
    ]);
    // Nothing more is known about a pool that is not among the given ones, or that would take the pods.
    const others = [
      { nodePool: "foreign", reasons: [lacks] },
      { nodePool: "plain", reasons: [lacks] },
    ];
    assert.deepEqual(
      refusals({ unschedulable: [{ pods: ["w-0"], error: "", byPool: others }] }).map(
        ({ reasons }) => reasons,
      ),
      [[lacks], [lacks]],
    );
  });

  it("stays in Karpenter's words if they are clear", () => {
    const byPool = [{ nodePool: "guarded", reasons: ["has replicas"] }];
    const unschedulable = [{ pods: ["w-0"], error: "", byPool }];
    assert.deepEqual(refusals({ unschedulable })[0]?.reasons, ["has replicas"]);
  });
});
