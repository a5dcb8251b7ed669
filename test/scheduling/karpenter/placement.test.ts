import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import type {
  NodeClaim,
  PlacementAnswer,
  PlacementQuestion,
} from "../../../scheduling/karpenter/questions";
import {
  capacityType,
  gpuNames,
  gpuPods,
  gpuTaint,
  instanceTypeIn,
  nodePool,
  pods,
  usWest2,
} from "./manifests";

/** The chain of the GPU guide and its training pool, which has only the GPU taint. */
const chain = [
  nodePool("gpu-tier1-g5-spot", {
    weight: 100,
    requirements: [gpuNames("a10g"), capacityType("spot")],
    taints: [gpuTaint],
  }),
  nodePool("gpu-training", {
    weight: 90,
    requirements: [gpuNames("a100", "h100", "a10g"), capacityType("on-demand")],
    taints: [gpuTaint],
  }),
  nodePool("gpu-tier2-g4dn-spot", {
    weight: 50,
    requirements: [gpuNames("t4"), capacityType("spot")],
    taints: [gpuTaint],
  }),
  nodePool("gpu-tier3-g5-ondemand", {
    weight: 10,
    requirements: [gpuNames("a10g"), capacityType("on-demand")],
    taints: [gpuTaint],
  }),
];
/** The same pools, with a second taint that keeps other pods off training nodes. */
const corrected = [
  ...chain.filter((_, index) => index !== 1),
  nodePool("gpu-training", {
    weight: 90,
    requirements: [gpuNames("a100", "h100", "a10g"), capacityType("on-demand")],
    taints: [gpuTaint, { key: "workload", value: "training", effect: "NoSchedule" }],
  }),
];
const noG5Spot = { ...usWest2, exhausted: [{ family: "g5", capacityType: "spot" as const }] };

describe("Karpenter's placement", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  function place(question: Partial<PlacementQuestion>): PlacementAnswer {
    const { answer, findings } = karpenter.place({
      nodePools: chain,
      pods: [],
      offerings: usWest2,
      ...question,
    });
    assert.deepEqual(findings, []);
    assert.ok(answer !== undefined);
    return answer;
  }

  function onlyClaim(answer: PlacementAnswer): NodeClaim {
    const [claim] = answer.nodeClaims;
    assert.equal(answer.nodeClaims.length, 1);
    assert.ok(claim !== undefined);
    return claim;
  }

  describe("in the chain of the GPU guide", () => {
    it("begins with g5 on Spot, and puts three pods on one node", () => {
      const claim = onlyClaim(place({ pods: [gpuPods("inference", 3)] }));
      assert.equal(claim.nodePool, "gpu-tier1-g5-spot");
      assert.deepEqual(claim.pods, ["inference-0", "inference-1", "inference-2"]);
      assert.deepEqual(
        claim.instanceTypes.map(({ name }) => name),
        ["g5.12xlarge", "g5.24xlarge", "g5.48xlarge"],
      );
      assert.deepEqual(claim.capacityTypes, ["spot"]);
      assert.equal(claim.launch?.capacityType, "spot");
      assert.deepEqual(claim.requests, { "nvidia.com/gpu": "3", pods: "3" });
    });

    it("falls back to the training pool when g5 Spot is exhausted, although g4dn Spot is available", () => {
      const claim = onlyClaim(place({ pods: [gpuPods("inference", 1)], offerings: noG5Spot }));
      assert.equal(claim.nodePool, "gpu-training");
      assert.equal(claim.launch?.capacityType, "on-demand");
      assert.equal(claim.launch.pools[0]?.instanceType, "g5.xlarge");
      assert.equal(claim.launch.pools[0].usdPerHour, 1.006);
    });

    it("falls back to g4dn Spot, then to g5 on demand, if training pools have a taint of their own", () => {
      const question = { nodePools: corrected, pods: [gpuPods("inference", 1)] };
      assert.equal(
        onlyClaim(place({ ...question, offerings: noG5Spot })).nodePool,
        "gpu-tier2-g4dn-spot",
      );
      const exhausted = [{ capacityType: "spot" as const }];
      const last = onlyClaim(place({ ...question, offerings: { ...usWest2, exhausted } }));
      assert.equal(last.nodePool, "gpu-tier3-g5-ondemand");
    });

    it("treats an exhausted family as if EC2 had none of its types, whatever the earlier questions were", () => {
      const names = instanceTypes().map(({ name }) => name);
      const withoutG5 = names.filter((name) => !name.startsWith("g5."));
      assert.ok(withoutG5.length < names.length);
      const open = { ...gpuNames("a10g", "t4"), minValues: 2 };
      for (const requirements of [[gpuNames("a10g", "t4")], [open], [gpuNames("a10g")]]) {
        const question = {
          nodePools: [nodePool("pool", { requirements, taints: [gpuTaint] })],
          pods: [gpuPods("inference", 3)],
          maxInstanceTypes: 2000,
        };
        place(question);
        const exhausted = place({
          ...question,
          offerings: { ...usWest2, exhausted: [{ family: "g5" }] },
        });
        const absent = place({ ...question, instanceTypes: withoutG5 });
        assert.deepEqual(exhausted.nodeClaims, absent.nodeClaims);
        assert.equal(exhausted.unschedulable.length, absent.unschedulable.length);
      }
    });

    it("says for each pool why no offering is left", () => {
      const exhausted = [{ family: "g5" }, { family: "g4dn" }];
      const answer = place({
        nodePools: corrected,
        pods: [gpuPods("inference", 2)],
        offerings: { ...usWest2, exhausted },
      });
      assert.deepEqual(answer.nodeClaims, []);
      assert.deepEqual(
        answer.unschedulable.map(({ pods: names }) => names),
        [["inference-0", "inference-1"]],
      );
      assert.deepEqual(
        answer.unschedulable[0]?.byPool.find((one) => one.nodePool === "gpu-training"),
        {
          nodePool: "gpu-training",
          reasons: ["did not tolerate taint (taint=workload=training:NoSchedule)"],
        },
      );
      assert.deepEqual(answer.skippedPools.map(({ nodePool: name }) => name).sort(), [
        "gpu-tier1-g5-spot",
        "gpu-tier2-g4dn-spot",
        "gpu-tier3-g5-ondemand",
      ]);
    });
  });

  it("leaves a pod pending that needs no GPU and tolerates nothing, with a reason for each pool", () => {
    const answer = place({ nodePools: chain, pods: [pods("web", 1, { limits: { cpu: "1" } })] });
    assert.equal(answer.unschedulable[0]?.byPool.length, 4);
    assert.ok(
      answer.unschedulable[0].byPool.every(({ reasons: [reason] }) =>
        /^did not tolerate taint \(taint=nvidia.com\/gpu=true:NoSchedule\)$/.test(reason ?? ""),
      ),
    );
  });

  it("leaves a pod pending whose nodeSelector names a label that no pool has", () => {
    const answer = place({ pods: [gpuPods("a", 1, { nodeSelector: { "node-type": "gpu" } })] });
    assert.deepEqual(answer.unschedulable[0]?.byPool[0], {
      nodePool: "gpu-tier1-g5-spot",
      reasons: ['incompatible requirements, label "node-type" does not have known values'],
    });
  });

  it("tries pools of equal weight from the last name to the first", () => {
    const same = { requirements: [gpuNames("a10g")], taints: [gpuTaint] };
    const answer = place({
      nodePools: [nodePool("tier1", same), nodePool("tier3", same), nodePool("tier2", same)],
      pods: [gpuPods("a", 1)],
    });
    assert.equal(onlyClaim(answer).nodePool, "tier3");
  });

  it("never uses types with a fraction of a GPU, such as g6f", () => {
    const inference = nodePool("gpu-inference", {
      requirements: [gpuNames("l4")],
      taints: [gpuTaint],
    });
    const claim = onlyClaim(place({ nodePools: [inference], pods: [gpuPods("a", 1)] }));
    assert.deepEqual(
      claim.instanceTypes.filter(({ name }) => /^(g6f|gr6f)\./.test(name)),
      [],
    );
    assert.ok(claim.instanceTypes.some(({ name }) => name === "g6.xlarge"));
  });

  describe("with limits", () => {
    const general = { requirements: [instanceTypeIn("p5.48xlarge")], taints: [gpuTaint] };

    it("stops p5.48xlarge after one node of eight GPUs because of 2000Gi of memory", () => {
      const limits = { cpu: "500", memory: "2000Gi", "nvidia.com/gpu": "100" };
      const answer = place({
        nodePools: [nodePool("gpu-general", { ...general, limits })],
        pods: [gpuPods("a", 100)],
      });
      assert.deepEqual(
        answer.nodeClaims.map((claim) => claim.pods.length),
        [8],
      );
      assert.equal(answer.unschedulable[0]?.pods.length, 92);
      assert.deepEqual(answer.unschedulable[0].byPool[0]?.reasons, [
        "all available instance types exceed limits for nodepool (NodePool=gpu-general)",
      ]);
    });

    it("counts a claim as the largest type that it may become", () => {
      const requirements = [instanceTypeIn("g5.xlarge", "g5.48xlarge")];
      const limits = { "nvidia.com/gpu": "8" };
      const spread = { topologySpreadConstraints: [spreadOver("kubernetes.io/hostname")] };
      const answer = place({
        nodePools: [nodePool("pool", { requirements, taints: [gpuTaint], limits })],
        pods: [gpuPods("a", 2, { ...spread, labels: { app: "a" } })],
      });
      // At most one GPU of eight is in use, but a second node does not fit into the limit.
      assert.equal(answer.nodeClaims.length, 1);
      assert.equal(answer.unschedulable[0]?.pods.length, 1);
    });

    it("counts the nodes that are already running", () => {
      const limits = { nodes: 1 };
      const answer = place({
        nodePools: [nodePool("pool", { ...general, limits })],
        nodes: [
          {
            name: "node-1",
            nodePool: "pool",
            instanceType: "p5.48xlarge",
            zone: "us-west-2a",
            capacityType: "on-demand",
            pods: [gpuPods("running", 6)],
          },
        ],
        pods: [gpuPods("a", 3)],
      });
      assert.deepEqual(answer.existingNodes, [{ node: "node-1", pods: ["a-0", "a-1"] }]);
      assert.deepEqual(answer.unschedulable[0]?.byPool, [
        {
          nodePool: "pool",
          reasons: ["node limits have been exhausted for nodepool (NodePool=pool)"],
        },
      ]);
    });
  });

  it("adds the requests of the DaemonSets that run on the pool, and of no others", () => {
    const daemonSet = (name: string, tolerations: readonly unknown[]): unknown => ({
      metadata: { name },
      spec: {
        template: {
          spec: {
            tolerations,
            containers: [{ name: "main", resources: { requests: { cpu: "1" } } }],
          },
        },
      },
    });
    const answer = place({
      nodePools: [nodePool("pool", { requirements: [gpuNames("t4")], taints: [gpuTaint] })],
      daemonSets: [
        daemonSet("tolerates", [{ operator: "Exists" }]),
        daemonSet("does-not", [{ key: "other", operator: "Exists" }]),
      ],
      pods: [pods("a", 1, { limits: { cpu: "2500m", "nvidia.com/gpu": "1" } })],
    });
    const claim = onlyClaim(answer);
    assert.equal(claim.requests["cpu"], "3500m");
    // 3920m of four cores are enough for the pod and one daemon, but not for two.
    assert.equal(claim.instanceTypes[0]?.name, "g4dn.xlarge");
  });

  it("spreads pods over zones, one of which has only g4dn", () => {
    const tokyo = {
      region: "ap-northeast-1",
      zones: [
        { name: "ap-northeast-1a", id: "apne1-az4" },
        { name: "ap-northeast-1c", id: "apne1-az1" },
        { name: "ap-northeast-1d", id: "apne1-az2" },
      ],
    };
    const constraint = { topologySpreadConstraints: [spreadOver("topology.kubernetes.io/zone")] };
    const answer = place({
      nodePools: [nodePool("pool", { requirements: [gpuNames("a10g", "t4")], taints: [gpuTaint] })],
      pods: [gpuPods("a", 3, { ...constraint, labels: { app: "a" } })],
      offerings: tokyo,
    });
    assert.deepEqual(answer.nodeClaims.flatMap(({ zones }) => zones).sort(), [
      "ap-northeast-1a",
      "ap-northeast-1c",
      "ap-northeast-1d",
    ]);
    const inD = answer.nodeClaims.find(({ zones }) => zones[0] === "ap-northeast-1d");
    assert.ok(inD !== undefined);
    assert.deepEqual(
      new Set(inD.instanceTypes.map(({ name }) => name.split(".")[0])),
      new Set(["g4dn"]),
    );
  });

  it("drops preferences one by one before it gives up", () => {
    const preferred = (type: string, weight: number): unknown => ({
      weight,
      preference: { matchExpressions: [instanceTypeIn(type)] },
    });
    const affinity = {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          preferred("m5.large", 100),
          preferred("g5.2xlarge", 1),
        ],
      },
    };
    const question = { nodePools: chain, pods: [gpuPods("a", 1, { affinity })] };
    const respected = onlyClaim(place(question));
    assert.deepEqual(
      respected.instanceTypes.map(({ name }) => name),
      ["g5.2xlarge"],
    );
    const ignored = onlyClaim(place({ ...question, settings: { preferencePolicy: "Ignore" } }));
    assert.equal(ignored.instanceTypes[0]?.name, "g5.xlarge");
  });

  describe("with minValues", () => {
    const minValues = 9;
    const requirements = [
      gpuNames("a10g"),
      { key: "node.kubernetes.io/instance-type", operator: "Exists", minValues } as const,
    ];
    const nodePools = [nodePool("pool", { requirements, taints: [gpuTaint] })];

    it("launches nothing where fewer types are left, with the policy Strict", () => {
      const answer = place({ nodePools, pods: [gpuPods("a", 1)] });
      assert.deepEqual(answer.nodeClaims, []);
      assert.match(
        answer.skippedPools[0]?.reasons.join("\n") ?? "",
        /minValues requirement is not met for label\(s\) \(label\(s\)=\[node.kubernetes.io\/instance-type\]\)/,
      );
    });

    it("launches with fewer types, with the policy BestEffort", () => {
      const settings = { minValuesPolicy: "BestEffort" } as const;
      const claim = onlyClaim(place({ nodePools, pods: [gpuPods("a", 1)], settings }));
      assert.equal(claim.instanceTypeCount, 8);
    });
  });

  describe("with reserved capacity", () => {
    const reservation = {
      id: "cr-1",
      instanceType: "p5.48xlarge",
      zone: "us-west-2b",
      available: 1,
    };
    const training = nodePool("gpu-training", {
      weight: 90,
      requirements: [gpuNames("h100"), capacityType("on-demand", "reserved")],
      taints: [gpuTaint],
    });
    const other = nodePool("gpu-other", {
      weight: 1,
      requirements: [gpuNames("h100"), capacityType("on-demand")],
      taints: [gpuTaint],
    });
    const question = {
      nodePools: [training, other],
      offerings: { ...usWest2, reservations: [reservation] },
    };

    it("uses the reservation first", () => {
      const claim = onlyClaim(place({ ...question, pods: [gpuPods("a", 8)] }));
      assert.equal(claim.launch?.capacityType, "reserved");
      assert.deepEqual(
        claim.launch.pools.map(({ instanceType, zone, reservationId }) => [
          instanceType,
          zone,
          reservationId,
        ]),
        [["p5.48xlarge", "us-west-2b", "cr-1"]],
      );
    });

    it("waits for the reservation and does not fall back to a pool of lower weight", () => {
      const answer = place({ ...question, pods: [gpuPods("a", 9)] });
      assert.equal(answer.nodeClaims.length, 1);
      assert.equal(answer.unschedulable[0]?.reserved, true);
      assert.deepEqual(answer.unschedulable[0].byPool, [
        {
          nodePool: "gpu-training",
          reasons: [
            "one or more instance types with compatible reserved offerings are available, but could not be reserved",
          ],
        },
      ]);
    });

    it("falls back to on-demand once the reservation is used up", () => {
      const offerings = { ...usWest2, reservations: [{ ...reservation, available: 0 }] };
      const claim = onlyClaim(place({ ...question, offerings, pods: [gpuPods("a", 8)] }));
      assert.equal(claim.nodePool, "gpu-training");
      assert.equal(claim.launch?.capacityType, "on-demand");
    });
  });

  describe("as the AWS provider would launch it", () => {
    it("removes GPU types where types without a GPU are enough", () => {
      const requirements = [instanceTypeIn("g4dn.xlarge", "m5.xlarge", "m5.metal")];
      const claim = onlyClaim(
        place({
          nodePools: [nodePool("pool", { requirements })],
          pods: [pods("web", 1, { limits: { cpu: "2" } })],
        }),
      );
      assert.equal(claim.instanceTypeCount, 3);
      assert.deepEqual(claim.launch?.rejectedBy, {
        "exotic-instance-filter": ["g4dn.xlarge", "m5.metal"],
      });
      assert.deepEqual(
        new Set(claim.launch.pools.map((pool) => pool.instanceType)),
        new Set(["m5.xlarge"]),
      );
    });

    it("prefers Spot whatever the order in YAML, but not where it costs more than on demand", () => {
      const requirements = [
        instanceTypeIn("g5.xlarge", "g5.2xlarge", "g5.4xlarge"),
        capacityType("on-demand", "spot"),
      ];
      const claim = onlyClaim(
        place({
          nodePools: [nodePool("pool", { requirements, taints: [gpuTaint] })],
          pods: [gpuPods("a", 1)],
          offerings: { ...usWest2, spotPriceFraction: 0.8 },
        }),
      );
      assert.equal(claim.launch?.capacityType, "spot");
      // g5.xlarge costs $1.006 on demand. On Spot, g5.2xlarge (0.8 × 1.212) costs less and g5.4xlarge (0.8 × 1.624) more.
      assert.deepEqual(
        new Set(claim.launch.pools.map((pool) => pool.instanceType)),
        new Set(["g5.xlarge", "g5.2xlarge"]),
      );
    });

    it("sends the 60 cheapest of several hundred types", () => {
      const requirements = [
        {
          key: "karpenter.k8s.aws/instance-category",
          operator: "In",
          values: ["c", "m", "r"],
        } as const,
        capacityType("on-demand"),
      ];
      const claim = onlyClaim(
        place({
          nodePools: [nodePool("multi-arch", { requirements })],
          pods: [pods("web", 1, { limits: { cpu: "1" } })],
        }),
      );
      assert.ok(claim.instanceTypeCount > 400, String(claim.instanceTypeCount));
      assert.equal(new Set(claim.launch?.pools.map((pool) => pool.instanceType)).size, 60);
    });
  });

  it("uses the zones and reservations of each pool's node class", () => {
    const claim = onlyClaim(
      place({
        pods: [gpuPods("a", 1)],
        nodeClasses: { "gpu-optimized": { zones: ["us-west-2c"] } },
      }),
    );
    assert.deepEqual(claim.zones, ["us-west-2c"]);
  });

  it("ignores static pools", () => {
    const fixed = nodePool("fixed", { requirements: [gpuNames("a10g")], replicas: 2 });
    const answer = place({ nodePools: [...chain, fixed], pods: [gpuPods("a", 1)] });
    assert.deepEqual(answer.skippedPools, [
      { nodePool: "fixed", reasons: ["has replicas: its nodes do not follow pods"] },
    ]);
  });

  it("gives the same answer each time", () => {
    const question = { pods: [gpuPods("a", 30), gpuPods("b", 7, { nodeSelector: { x: "y" } })] };
    const first = place(question);
    for (let again = 0; again < 5; again += 1) assert.deepEqual(place(question), first);
  });

  it("stops at the timeout, and says which pods it did not reach", () => {
    const answer = place({ pods: [gpuPods("a", 200)], timeoutSeconds: 0.001 });
    assert.ok(answer.undecided.length > 0);
    const placed = answer.nodeClaims.reduce((sum, claim) => sum + claim.pods.length, 0);
    assert.equal(
      placed + answer.undecided.length + (answer.unschedulable[0]?.pods.length ?? 0),
      200,
    );
  });
});

function spreadOver(topologyKey: string): unknown {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels: { app: "a" } },
  };
}
