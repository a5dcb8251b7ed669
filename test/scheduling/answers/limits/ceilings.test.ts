import assert from "node:assert/strict";

import fc from "fast-check";
import { before, describe, it } from "mocha";

import { ceilingText, ceilingTraps } from "../../../../scheduling/answers/limits/ceiling-traps";
import { limitShortfalls, poolCeiling } from "../../../../scheduling/answers/limits/ceilings";
import { launchableOfferings } from "../../../../scheduling/answers/launchable/launchable-offerings";
import { schedulingRound } from "../../../../scheduling/answers/limits/scheduling-round";
import {
  capacityOf,
  instanceType,
  instanceTypes,
  type InstanceType,
} from "../../../../scheduling/catalogue/instance-catalogue";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import type { PoolLimits } from "../../../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../../../scheduling/values/quantity";
import { seedNodePool, type SeedNodePoolName } from "../../../support/seeds";

const tokyo = {
  region: "ap-northeast-1",
  zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"].map((name) => ({ name })),
};

function types(...names: readonly string[]): readonly InstanceType[] {
  return names.map((name) => {
    const type = instanceType(name);
    assert.ok(type, name);
    return type;
  });
}

function seedCeiling(name: SeedNodePoolName) {
  const { pool } = readNodePool(seedNodePool(name));
  assert.ok(pool);
  const launched = launchableOfferings(pool, tokyo).types.map((type) => type.name);
  return poolCeiling(pool, types(...launched));
}

function trapsOf(ceiling: ReturnType<typeof poolCeiling>): Readonly<Record<string, string>> {
  return Object.fromEntries(ceilingTraps(ceiling).map(({ id, text }) => [id, text]));
}

function ceiling(limits: PoolLimits, names: readonly string[], replicas?: number) {
  const pool = { name: "gpu", limits, ...(replicas === undefined ? {} : { replicas }) };
  return poolCeiling(pool, types(...names));
}

describe("the ceiling of the seed for general GPU work", () => {
  it("is 8 of 100 GPUs where memory binds and 16 where cpu binds", () => {
    assert.equal(
      trapsOf(seedCeiling("gpu-general"))["limits-contradict"],
      "Limits contradict each other: 8 of 100 GPUs on p5.48xlarge because memory binds, 16 on g5.48xlarge because cpu binds. The limit is 100 GPUs, 3 of 48 types reach it, and the least is 4 on g6e.16xlarge.",
    );
  });

  it("is told for each type with the resource that binds", () => {
    const { types: all, resource, deviceLimit, reaching } = seedCeiling("gpu-general");
    assert.deepEqual([resource, deviceLimit, reaching], ["nvidia.com/gpu", 100, 3]);
    const told = (name: string) => all.find(({ type }) => type === name);
    assert.deepEqual(told("p5.48xlarge"), {
      type: "p5.48xlarge",
      nodes: 1,
      binding: "memory",
      devices: 8,
    });
    assert.deepEqual(told("g5.48xlarge"), {
      type: "g5.48xlarge",
      nodes: 2,
      binding: "cpu",
      devices: 16,
    });
    assert.deepEqual(told("g5.xlarge"), {
      type: "g5.xlarge",
      nodes: 100,
      binding: "nvidia.com/gpu",
      devices: 100,
    });
    // An AMD type counts against cpu and memory, and brings none of the pool's devices.
    assert.deepEqual(told("g4ad.xlarge"), {
      type: "g4ad.xlarge",
      nodes: 125,
      binding: "cpu",
      devices: 0,
    });
  });
});

describe("the ceiling of other seeds", () => {
  it("has no end where there are no limits, or where they count nothing of a type", () => {
    assert.equal(
      trapsOf(seedCeiling("gpu-training-protected"))["no-limits"],
      "Has no limits: it grows for as long as pods wait and EC2 delivers.",
    );
    const inference = seedCeiling("gpu-inference");
    assert.deepEqual(inference.unbounded, [
      "g6f.2xlarge",
      "g6f.4xlarge",
      "g6f.xlarge",
      "gr6f.4xlarge",
    ]);
    assert.equal(
      trapsOf(inference)["limits-miss-types"],
      "No limit stops g6f.2xlarge, g6f.4xlarge, g6f.xlarge and 1 more (4 of 14 types): the limits count nvidia.com/gpu, of which they have none.",
    );
  });

  it("is 128 devices where cpu alone is limited", () => {
    assert.equal(
      trapsOf(seedCeiling("inferentia-inf2"))["limit-in-other-resource"],
      "Has no limit in aws.amazon.com/neuron: cpu alone lets it reach 128 on inf2.xlarge.",
    );
  });

  it("counts devices, of which inf2.48xlarge has twelve", () => {
    const { fewest, most } = seedCeiling("inferentia");
    assert.deepEqual(fewest, {
      type: "inf2.48xlarge",
      nodes: 2,
      binding: "aws.amazon.com/neuron",
      devices: 24,
    });
    assert.equal(most?.devices, 32);
  });

  it("is nodes where there are no devices", () => {
    const { resource, fewest, most } = seedCeiling("x86-cpu-karpenter");
    assert.equal(resource, undefined);
    assert.deepEqual(fewest, { type: "c5.24xlarge", nodes: 2, binding: "cpu" });
    assert.deepEqual(most, { type: "c5.large", nodes: 128, binding: "cpu" });
  });
});

describe("a ceiling", () => {
  it("is JSON without a number that has no end", () => {
    const endless = ceiling({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "m7i.large"]);
    assert.deepEqual(endless.types[1], { type: "m7i.large" });
    assert.deepEqual(JSON.parse(JSON.stringify(endless)), endless);
  });

  it("of limits below every node is nothing, and names the limit", () => {
    const shut = ceiling({ "nvidia.com/gpu": 4 }, ["p5.48xlarge", "p4d.24xlarge"]);
    assert.deepEqual(shut.shut, ["p5.48xlarge", "p4d.24xlarge"]);
    assert.equal(
      trapsOf(shut)["limits-admit-nothing"],
      "Its limits admit no node of any of its 2 types: nvidia.com/gpu: 4 is below the smallest.",
    );
    assert.equal(ceilingText(shut), trapsOf(shut)["limits-admit-nothing"]);
  });

  it("leaves out types that are larger than a limit", () => {
    assert.equal(
      trapsOf(ceiling({ "nvidia.com/gpu": 4 }, ["g5.xlarge", "p5.48xlarge"]))["types-above-limits"],
      "1 of its 2 types can never be launched, because one node exceeds nvidia.com/gpu: 4: p5.48xlarge.",
    );
  });

  it("of a static pool is its replicas, and tells of a limit that leaves none for a replacement", () => {
    const fixed = ceiling({ nodes: 2 }, ["p5.48xlarge"], 2);
    assert.deepEqual(fixed.types, [
      { type: "p5.48xlarge", nodes: 2, binding: "replicas", devices: 16 },
    ]);
    assert.equal(
      trapsOf(fixed)["static-above-limit"],
      "Asks for 2 nodes and is limited to as many, so a drifted node has no room for its replacement.",
    );
    assert.equal(
      trapsOf(ceiling({ nodes: 1 }, ["p5.48xlarge"], 2))["static-above-limit"],
      "Asks for 2 nodes and limits itself to 1.",
    );
    assert.deepEqual(ceilingTraps(ceiling({ nodes: 3 }, ["p5.48xlarge"], 2)), []);
    assert.equal(ceilingText(fixed), "Static: 2 nodes, whatever the load.");
  });

  it("names no shortfall where the devices bind first", () => {
    const limits = { "nvidia.com/gpu": 10, cpu: 160 };
    assert.deepEqual(limitShortfalls(types("g5.4xlarge"), limits, "nvidia.com/gpu"), []);
    assert.deepEqual(limitShortfalls(types("g5.4xlarge", "g5.8xlarge"), limits, "nvidia.com/gpu"), [
      {
        binding: "cpu",
        example: { type: "g5.8xlarge", nodes: 5, devices: 5, nodesByDevices: 10 },
        worst: { type: "g5.8xlarge", nodes: 5, devices: 5, nodesByDevices: 10 },
        types: 1,
      },
    ]);
  });

  it("takes any limits that were read, however odd", () => {
    const odd = { constructor: 1, "nvidia.com/gpu": "1e3", cpu: "0" };
    assert.deepEqual(ceiling(odd, ["g5.xlarge"]).types, [
      { type: "g5.xlarge", nodes: 0, binding: "cpu", devices: 0 },
    ]);
  });
});

describe("one scheduling round", function () {
  this.timeout(60_000);

  const g5 = [
    "xlarge",
    "2xlarge",
    "4xlarge",
    "8xlarge",
    "12xlarge",
    "16xlarge",
    "24xlarge",
    "48xlarge",
  ].map((size) => `g5.${size}`);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it("books every node at the largest type that is open", () => {
    // Of 20 GPUs: 8 for the first, 8 for the second, then 4 for the types that still fit.
    assert.deepEqual(schedulingRound({ "nvidia.com/gpu": 20 }, types(...g5)), {
      nodes: 3,
      booked: { "nvidia.com/gpu": 8 },
    });
    assert.deepEqual(schedulingRound({ "nvidia.com/gpu": 20 }, types("g5.xlarge")), {
      nodes: 20,
      booked: { "nvidia.com/gpu": 1 },
    });
  });

  it("is not stopped by the number of nodes, nor where nothing is limited", () => {
    assert.equal(schedulingRound({ nodes: 3 }, types("g5.xlarge")), undefined);
    assert.equal(schedulingRound({}, types("g5.xlarge")), undefined);
    assert.equal(schedulingRound({ "nvidia.com/gpu": 4 }, types("p5.48xlarge")), undefined);
    assert.equal(schedulingRound({ "nvidia.com/gpu": 4 }, types("m7i.large")), undefined);
  });

  it("opens as many nodes as Karpenter does for pods that share none", () => {
    for (const [limits, nodes] of [
      [{ "nvidia.com/gpu": "20" }, 3],
      [{ "nvidia.com/gpu": "20", cpu: "200" }, 2],
      [{ memory: "1000Gi" }, schedulingRound({ memory: "1000Gi" }, types(...g5))?.nodes],
    ] as const) {
      assert.equal(schedulingRound(limits, types(...g5))?.nodes, nodes);
      assert.equal(claimsOf(karpenter, limits), nodes, JSON.stringify(limits));
    }
  });

  function claimsOf(embedded: Karpenter, limits: PoolLimits): number {
    const labels = { app: "lonely" };
    const { answer, findings } = embedded.place({
      instanceTypes: g5,
      offerings: {
        region: "us-west-2",
        zones: ["a", "b", "c"].map((letter, index) => ({
          name: `us-west-2${letter}`,
          id: `usw2-az${index + 1}`,
        })),
      },
      nodePools: [
        {
          apiVersion: "karpenter.sh/v1",
          kind: "NodePool",
          metadata: { name: "g5" },
          spec: {
            limits,
            template: {
              spec: {
                requirements: [
                  { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g5"] },
                  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
                ],
                nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
              },
            },
          },
        },
      ],
      pods: [
        {
          name: "lonely",
          count: 30,
          pod: {
            metadata: { labels },
            spec: {
              containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": 1 } } }],
              affinity: {
                podAntiAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: [
                    {
                      labelSelector: { matchLabels: labels },
                      topologyKey: "kubernetes.io/hostname",
                    },
                  ],
                },
              },
            },
          },
        },
      ],
    });
    assert.deepEqual(findings, []);
    return answer?.nodeClaims.length ?? 0;
  }

  it("is what stepping through it node by node gives", () => {
    const accelerated = instanceTypes().filter(({ name }) => /^(g4dn|g5|g6|p4d|p5)\./.test(name));
    fc.assert(
      fc.property(
        fc.subarray([...accelerated], { minLength: 1 }),
        fc.record(
          {
            cpu: fc.integer({ min: 0, max: 3000 }),
            memory: fc.integer({ min: 0, max: 9000 }).map((gibibytes) => `${gibibytes}Gi`),
            "nvidia.com/gpu": fc.integer({ min: 0, max: 150 }),
          },
          { requiredKeys: ["cpu"] },
        ),
        (some, limits) => {
          const nodes = stepByStep(limits, some);
          assert.equal(schedulingRound(limits, some)?.nodes ?? 0, nodes);
        },
      ),
      { numRuns: 200 },
    );
  });

  function stepByStep(limits: PoolLimits, all: readonly InstanceType[]): number {
    const left = new Map(
      Object.entries(limits).map(([resource, limit]) => [resource, parseQuantity(limit) ?? 0]),
    );
    for (let nodes = 0; ; nodes += 1) {
      const open = all.filter((type) =>
        [...left].every(([resource, amount]) => (capacityOf(type)[resource] ?? 0) <= amount),
      );
      if (open.length === 0) return nodes;
      for (const [resource, amount] of left) {
        const most = Math.max(...open.map((type) => capacityOf(type)[resource] ?? 0));
        left.set(resource, amount - most);
      }
    }
  }

  it("is told where it opens a quarter of the nodes or fewer", () => {
    assert.equal(
      trapsOf(seedCeiling("inferentia"))["one-round-is-short"],
      "Of the 32 inf2.8xlarge that the limits admit, Karpenter opens at most 5 in one scheduling round for pods that share no node and take any type, because it books each at the largest type (12 Neuron devices); the rest follows round by round.",
    );
    assert.equal(trapsOf(seedCeiling("gpu-training"))["one-round-is-short"], undefined);
  });
});
