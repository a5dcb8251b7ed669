import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { ceilingText, ceilingTraps } from "../../../report/traps/ceiling-traps";
import { limitShortfalls, poolCeiling } from "../../../scheduling/limits/ceilings";
import { launchableOfferings } from "../../../report/answers/launchable/launchable-offerings";
import { instanceType, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { readNodePool } from "../../../scheduling/node-pool/node-pool";
import type { PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { seedNodePool, type SeedNodePoolName } from "../../support/seeds";

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

describe("a ceiling that one scheduling round does not reach", () => {
  it("is told where it opens a quarter of the nodes or fewer", () => {
    assert.equal(
      trapsOf(seedCeiling("inferentia"))["one-round-is-short"],
      "Of the 32 inf2.8xlarge that the limits admit, Karpenter opens at most 5 in one scheduling round for pods that share no node and take any type, because it books each at the largest type (12 Neuron devices); the rest follows round by round.",
    );
    assert.equal(trapsOf(seedCeiling("gpu-training"))["one-round-is-short"], undefined);
  });
});

describe("the text of a ceiling", () => {
  const text = (limits: PoolLimits, names: readonly string[]) =>
    ceilingText(ceiling(limits, names));
  const round = (nodes: string) =>
    `In one scheduling round Karpenter opens at most ${nodes} for pods that share none and take any type, because it books each at the largest type.`;

  it("is short where nothing is launched, nothing limits or nothing is admitted", () => {
    assert.equal(text({ cpu: 8 }, []), "Launches nothing, so no limit matters.");
    assert.equal(
      text({}, ["g5.xlarge"]),
      "Has no limits: it grows for as long as pods wait and EC2 delivers.",
    );
    assert.equal(
      text({ "nvidia.com/gpu": 4 }, ["p5.48xlarge"]),
      "Its limits admit no node of any of its 1 type: nvidia.com/gpu: 4 is below the smallest.",
    );
    assert.equal(
      text({ "nvidia.com/gpu": 4 }, ["m7i.large"]),
      "No limit stops m7i.large (1 of 1 type): the limits count nvidia.com/gpu, of which they have none.",
    );
  });

  it("names the type that brings fewest and the one that brings most, with what binds", () => {
    assert.equal(
      text({ "nvidia.com/gpu": 1000, cpu: 9600 }, ["g5.48xlarge", "g5.xlarge", "g5.16xlarge"]),
      `Reaches 150 of 1,000 GPUs on g5.16xlarge (cpu binds) to 1,000 on g5.xlarge (nvidia.com/gpu binds). ${round("50 nodes")}`,
    );
    assert.equal(
      text({ cpu: 16 }, ["m7i.large", "m7i.xlarge"]),
      `Reaches 4 nodes on m7i.xlarge (cpu binds) to 8 on m7i.large (cpu binds). ${round("4 nodes")}`,
    );
  });

  it("names one number where all types bring as much", () => {
    assert.equal(
      text({ "nvidia.com/gpu": 8 }, ["p5.48xlarge"]),
      `Reaches 8 of 8 GPUs on p5.48xlarge, nvidia.com/gpu binds. ${round("1 node")}`,
    );
    assert.equal(
      text({ "aws.amazon.com/neuron": 24 }, ["inf2.48xlarge", "inf2.xlarge"]),
      `Reaches 24 of 24 Neuron devices on any type that a limit stops, aws.amazon.com/neuron binds. ${round("2 nodes")}`,
    );
    assert.equal(
      text({ cpu: 4 }, ["g5.xlarge"]),
      `Reaches 1 GPU on g5.xlarge, cpu binds. ${round("1 node")}`,
    );
    assert.equal(
      text({ cpu: 2 }, ["m7i.large"]),
      `Reaches 1 node on m7i.large, cpu binds. ${round("1 node")}`,
    );
    assert.equal(text({ nodes: 3 }, ["m7i.large"]), "Reaches 3 nodes on m7i.large, nodes binds.");
  });

  it("names the types that no limit stops beside the others", () => {
    assert.equal(
      text({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "m7i.large"]),
      "Reaches 8 of 8 GPUs on any type that a limit stops, nvidia.com/gpu binds. No limit stops m7i.large (1 of 2 types): the limits count nvidia.com/gpu, of which they have none.",
    );
  });
});

describe("the traps of a ceiling", () => {
  const traps = (limits: PoolLimits, names: readonly string[], replicas?: number) =>
    trapsOf(ceiling(limits, names, replicas));

  it("are none where the limits do what they seem to", () => {
    assert.deepEqual(traps({ "nvidia.com/gpu": 8 }, ["p5.48xlarge"]), {});
    assert.deepEqual(traps({}, []), {});
    assert.deepEqual(traps({}, ["p5.48xlarge"], 2), {});
    assert.deepEqual(traps({ cpu: 8 }, ["m7i.large"]), {});
  });

  it("are limits that contradict each other, with how many types reach the devices", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 16, cpu: 192 }, ["p5.48xlarge", "g5.48xlarge"])[
        "limits-contradict"
      ],
      "Limits contradict each other: 8 of 16 GPUs on p5.48xlarge because cpu binds. The limit is 16 GPUs, no type reaches it, and the least is 8 on p5.48xlarge.",
    );
    assert.equal(
      traps({ "nvidia.com/gpu": 16, cpu: 192 }, ["p5.48xlarge", "g5.xlarge"])["limits-contradict"],
      "Limits contradict each other: 8 of 16 GPUs on p5.48xlarge because cpu binds. The limit is 16 GPUs, 1 of 2 types reaches it, and the least is 8 on p5.48xlarge.",
    );
  });

  it("are limits that count nothing of a type, and those in another resource alone", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 8, "amd.com/gpu": 8 }, ["g5.xlarge", "m7i.large"])[
        "limits-miss-types"
      ],
      "No limit stops m7i.large (1 of 2 types): the limits count nvidia.com/gpu and amd.com/gpu, of which they have none.",
    );
    assert.equal(
      traps({ cpu: 8000, memory: "9000Gi" }, ["g5.xlarge"])["limit-in-other-resource"],
      "Has no limit in nvidia.com/gpu: cpu and memory alone let it reach 608 on g5.xlarge.",
    );
    assert.equal(
      traps({ cpu: 8000 }, ["g5.xlarge"])["limit-in-other-resource"],
      "Has no limit in nvidia.com/gpu: cpu alone lets it reach 2,000 on g5.xlarge.",
    );
    assert.equal(traps({ cpu: 8000 }, ["g5.xlarge"], 2)["limit-in-other-resource"], undefined);
    assert.equal(traps({ cpu: 8000 }, ["m7i.large"])["limit-in-other-resource"], undefined);
  });

  it("are types above a limit, each limit named once", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 4, cpu: 90 }, ["g5.xlarge", "p5.48xlarge", "g5.24xlarge"])[
        "types-above-limits"
      ],
      "2 of its 3 types can never be launched, because one node exceeds nvidia.com/gpu: 4 or cpu: 90: p5.48xlarge and g5.24xlarge.",
    );
    assert.equal(
      traps({ "nvidia.com/gpu": 4, nodes: 3 }, ["g5.xlarge", "p5.48xlarge"])["types-above-limits"],
      "1 of its 2 types can never be launched, because one node exceeds nvidia.com/gpu: 4: p5.48xlarge.",
    );
    const limits = { "nvidia.com/gpu": 4 };
    assert.equal(traps(limits, ["p5.48xlarge"])["types-above-limits"], undefined);
    assert.equal(traps(limits, ["g5.xlarge"])["types-above-limits"], undefined);
    assert.equal(traps(limits, ["g5.xlarge", "p5.48xlarge"], 1)["types-above-limits"], undefined);
    assert.equal(traps({ cpu: 4 }, ["m7i.large", "m7i.48xlarge"])["types-above-limits"], undefined);
  });

  it("are a round that is a quarter of the ceiling or less, with what it books", () => {
    const shortRound = (limits: PoolLimits) =>
      traps(limits, ["g5.xlarge", "g5.48xlarge"])["one-round-is-short"];
    assert.equal(
      shortRound({ "nvidia.com/gpu": 32, cpu: 6000, "amd.com/gpu": 8 }),
      "Of the 32 g5.xlarge that the limits admit, Karpenter opens at most 4 in one scheduling round for pods that share no node and take any type, because it books each at the largest type (8 GPUs, 192 cpu); the rest follows round by round.",
    );
    // Four of sixteen, and then five of nineteen.
    const middle = (gpus: number) =>
      traps({ "nvidia.com/gpu": gpus }, ["g5.xlarge", "g5.12xlarge"])["one-round-is-short"];
    assert.match(
      middle(16) ?? "",
      /^Of the 16 g5.xlarge that the limits admit, Karpenter opens at most 4 /,
    );
    assert.equal(middle(19), undefined);
    assert.equal(
      traps({ cpu: 192 }, ["m7i.large", "m7i.48xlarge"])["one-round-is-short"],
      undefined,
    );
  });
});

describe("the devices of a ceiling", () => {
  const resource = (limits: PoolLimits, ...names: readonly string[]) =>
    ceiling(limits, names).resource;

  it("are those that are limited, or else those that half of the types have", () => {
    assert.equal(resource({}, "g4ad.xlarge", "g5.xlarge", "g5.2xlarge"), "nvidia.com/gpu");
    assert.equal(
      resource({ "amd.com/gpu": 8 }, "g5.xlarge", "g5.2xlarge", "g4ad.xlarge"),
      "amd.com/gpu",
    );
    assert.equal(resource({}, "g5.xlarge", "m7i.large"), "nvidia.com/gpu");
    assert.equal(resource({}, "g5.xlarge", "m7i.large", "m7i.xlarge"), undefined);
    assert.equal(
      resource({ "amd.com/gpu": 8, "nvidia.com/gpu": 8 }, "g4ad.xlarge", "g5.xlarge", "g5.2xlarge"),
      "nvidia.com/gpu",
    );
    // Nothing counts Qualcomm's cards.
    assert.equal(resource({}, "dl2q.24xlarge"), undefined);
  });

  it("are told by the worst type too, and by limits with the fewest devices first", () => {
    const { shortfalls } = ceiling({ "nvidia.com/gpu": 64, cpu: 400, memory: "2200Gi" }, [
      "g5.48xlarge",
      "p5.48xlarge",
      "g5.16xlarge",
      "g5.8xlarge",
    ]);
    assert.deepEqual(
      shortfalls.map(({ binding, example, worst, types: count }) => [
        binding,
        example.type,
        example.devices,
        worst.type,
        count,
      ]),
      [
        ["memory", "p5.48xlarge", 8, "p5.48xlarge", 1],
        ["cpu", "g5.48xlarge", 16, "g5.16xlarge", 3],
      ],
    );
  });

  it("of a static pool are those of its replicas, or of the limit that is below them", () => {
    assert.deepEqual(ceiling({ cpu: 384 }, ["p5.48xlarge"], 3).types, [
      { type: "p5.48xlarge", nodes: 2, binding: "cpu", devices: 16 },
    ]);
    assert.equal("round" in ceiling({ cpu: 384 }, ["p5.48xlarge"], 3), false);
  });
});
