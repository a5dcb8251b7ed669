import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { gpuPods } from "../../../../report/answers/placement/gpu-pods";
import { instanceTypes, acceleratorOf } from "../../../../scheduling/catalogue/instance-catalogue";
import { zonesOffering } from "../../../../scheduling/catalogue/offerings";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import type { PlacementQuestion } from "../../../../scheduling/karpenter/questions";

const place = {
  region: "us-east-1",
  zones: [
    { name: "us-east-1a", id: "use1-az1" },
    { name: "us-east-1b", id: "use1-az2" },
  ],
};
const zoneIds = place.zones.map(({ id }) => id);

interface PoolParts {
  readonly families?: readonly string[];
  readonly gpusPerNode?: readonly string[];
  readonly capacityTypes?: readonly string[];
  readonly limits?: Readonly<Record<string, number>>;
  readonly replicas?: number;
}

function pool(name: string, parts: PoolParts = {}): unknown {
  const {
    families = ["g5", "p5"],
    gpusPerNode,
    capacityTypes = ["on-demand"],
    limits,
    replicas,
  } = parts;
  const oneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values });
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      ...(limits === undefined ? {} : { limits }),
      template: {
        spec: {
          requirements: [
            oneOf("karpenter.k8s.aws/instance-family", families),
            oneOf("karpenter.sh/capacity-type", capacityTypes),
            ...(gpusPerNode === undefined
              ? []
              : [oneOf("karpenter.k8s.aws/instance-gpu-count", gpusPerNode)]),
          ],
          taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
          expireAfter: "720h",
        },
      },
    },
  };
}

/** The cheapest type of the families with so many GPUs that some zone of the place offers. */
function cheapest(families: readonly string[], gpus: number) {
  const [first] = instanceTypes()
    .filter((type) => families.includes(type.name.split(".")[0] ?? ""))
    .filter((type) => (acceleratorOf(type)?.count ?? 0) >= gpus)
    .filter(({ name }) => zonesOffering(name, place.region).some((id) => zoneIds.includes(id)))
    .sort((a, b) => (a.onDemandUsdPerHour ?? 1e9) - (b.onDemandUsdPerHour ?? 1e9));
  return first;
}

describe("what a pod gets, by its GPUs", function () {
  this.timeout(60_000);
  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  const ask = (...nodePools: readonly unknown[]) => gpuPods(karpenter, { place, nodePools });
  const typesOf = (...nodePools: readonly unknown[]) =>
    Object.fromEntries(
      ask(...nodePools).map(({ pool: name, pods }) => [
        name,
        pods.map(({ landing }) => landing?.instanceTypes[0]),
      ]),
    );

  it("is the wrong GPU where a cheaper one fits: eight GPUs of a training pool are eight T4", () => {
    assert.deepEqual(typesOf(pool("protected", { families: ["g4dn", "g5", "p4d", "p5"] })), {
      protected: ["g4dn.xlarge", "g4dn.12xlarge", "g4dn.metal"],
    });
  });

  it("is the cheapest type with so many GPUs, with its price", () => {
    const families = ["g5", "g6", "p4d", "p5"];
    const [answer] = ask(pool("gpu", { families }));
    assert.equal(answer?.resource, "nvidia.com/gpu");
    assert.deepEqual(
      answer.pods.map(({ gpus, landing }) => [
        gpus,
        landing?.capacityType,
        landing?.instanceTypes[0],
        landing?.onDemandPrice?.usdPerHour,
      ]),
      [1, 4, 8].map((gpus) => {
        const type = cheapest(families, gpus);
        return [gpus, "on-demand", type?.name, type?.onDemandUsdPerHour];
      }),
    );
  });

  it("is the same for a pool alone and beside others, whatever their limits", () => {
    const limits = { "nvidia.com/gpu": 8 };
    const pools = [
      pool("a", { families: ["g5"], limits }),
      pool("b", { families: ["g4dn"], capacityTypes: ["spot"], limits }),
      pool("c", { families: ["p5"], limits }),
    ];
    assert.deepEqual(
      ask(...pools),
      pools.flatMap((one) => ask(one)),
    );
  });

  it("is what Karpenter answers over the whole catalogue", () => {
    const whole = {
      place: ({ instanceTypes: _, ...question }: PlacementQuestion) => karpenter.place(question),
    } as unknown as Karpenter;
    const nodePools = [pool("a"), pool("b", { families: ["g6"], capacityTypes: ["spot"] })];
    assert.deepEqual(ask(...nodePools), gpuPods(whole, { place, nodePools }));
  });

  it("is nothing where no type has so many GPUs, or where the limits admit none", () => {
    assert.deepEqual(
      typesOf(
        pool("t4", { families: ["g4dn"], limits: { "nvidia.com/gpu": 4 } }),
        pool("l4", { families: ["gr6"] }),
      ),
      {
        t4: ["g4dn.xlarge", "g4dn.12xlarge", undefined],
        l4: ["gr6.4xlarge", undefined, undefined],
      },
    );
  });

  it("packs eight replicas onto one g5.48xlarge, twice as dear as eight nodes with one GPU each", () => {
    const [any, one] = ask(
      pool("any", { families: ["g5"] }),
      pool("one", { families: ["g5"], gpusPerNode: ["1"] }),
    ).map(({ sizes, replicas }) => ({ sizes, ...replicas }));
    const nodes = (instanceType: string, count: number) => [
      { instanceType, capacityType: "on-demand", count },
    ];
    // https://aws.amazon.com/ec2/pricing/on-demand/: 16.288 and 1.006 USD an hour in us-east-1
    assert.deepEqual(any, {
      sizes: [1, 4, 8],
      asked: 8,
      placed: 8,
      nodes: nodes("g5.48xlarge", 1),
      usdPerHour: 16.288,
    });
    assert.deepEqual(
      { ...one, usdPerHour: one?.usdPerHour?.toFixed(3) },
      { sizes: [1], asked: 8, placed: 8, nodes: nodes("g5.xlarge", 8), usdPerHour: "8.048" },
    );
  });

  it("packs eight replicas onto one p5.48xlarge, and a pod of four too, because H100 has no size between", () => {
    const [answer] = ask(pool("h100", { families: ["p5"] }));
    assert.deepEqual(answer?.sizes, [1, 8]);
    assert.deepEqual(
      answer.replicas.nodes.map(({ instanceType, count }) => [instanceType, count]),
      [["p5.48xlarge", 1]],
    );
    assert.deepEqual(answer.pods[1]?.landing?.instanceTypes, ["p5.48xlarge"]);
  });

  it("counts the replicas that get a node where the limit admits fewer", () => {
    const limits = { "nvidia.com/gpu": 3 };
    const [answer] = ask(pool("few", { families: ["g5"], gpusPerNode: ["1"], limits }));
    assert.equal(answer?.replicas.placed, 3);
  });

  it("asks four questions, however many pools there are", () => {
    let asked = 0;
    const counting = {
      place: (question: PlacementQuestion) => {
        asked += 1;
        return karpenter.place(question);
      },
    } as unknown as Karpenter;
    gpuPods(counting, { place, nodePools: ["a", "b", "c", "d"].map((name) => pool(name)) });
    assert.equal(asked, 4);
  });

  it("leaves out pools without GPUs, static pools and what is no pool", () => {
    const nodePools = [
      pool("cpu", { families: ["m7i"] }),
      pool("neuron", { families: ["inf2"] }),
      pool("static", { replicas: 2 }),
      { kind: "NodePool" },
    ];
    assert.deepEqual(ask(...nodePools), []);
  });

  it("asks once about a name that two pools have", () => {
    assert.deepEqual(
      ask(pool("a", { families: ["g5"] }), pool("a", { families: ["p5"] })).map(
        ({ pool: name }) => name,
      ),
      ["a"],
    );
  });
});
