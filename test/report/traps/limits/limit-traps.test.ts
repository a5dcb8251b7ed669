import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { launchableOfferings } from "../../../../report/answers/launchable/launchable-offerings";
import { poolCost } from "../../../../report/answers/limits/cost";
import { costsWithoutEnd } from "../../../../report/traps/limits/costs-without-end";
import { limitInOtherResource } from "../../../../report/traps/limits/limit-in-other-resource";
import { limitsAdmitNothing } from "../../../../report/traps/limits/limits-admit-nothing";
import { limitsContradict } from "../../../../report/traps/limits/limits-contradict";
import { limitsMissTypes } from "../../../../report/traps/limits/limits-miss-types";
import { limitsStopSomeTypes } from "../../../../report/traps/limits/limits-stop-some-types";
import { noLimits } from "../../../../report/traps/limits/no-limits";
import { oneRoundIsShort } from "../../../../report/traps/limits/one-round-is-short";
import { staticAboveLimit } from "../../../../report/traps/limits/static-above-limit";
import { typesAboveLimits } from "../../../../report/traps/limits/types-above-limits";
import type { PoolTrap } from "../../../../report/traps/trap";
import { instanceTypes } from "../../../../scheduling/catalogue/instance-catalogue";
import { poolCeiling } from "../../../../scheduling/limits/ceilings";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import type { PoolLimits } from "../../../../scheduling/node-pool/pool-limits";
import { poolWith } from "../../../support/disruption-pools";
import { textsById } from "../../../support/found-traps";
import { seedNodePool, type SeedNodePoolName } from "../../../support/seeds";
import { types } from "../../../support/instance-types";

const ceilingTraps: readonly PoolTrap<"ceiling" | "nodePool">[] = [
  noLimits,
  limitsAdmitNothing,
  limitsContradict,
  limitsStopSomeTypes,
  limitsMissTypes,
  limitInOtherResource,
  typesAboveLimits,
  staticAboveLimit,
  oneRoundIsShort,
];

const tokyo = {
  region: "ap-northeast-1",
  zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"].map((name) => ({ name })),
};

function seedTraps(name: SeedNodePoolName): Readonly<Record<string, string>> {
  const { pool } = readNodePool(seedNodePool(name));
  assert.ok(pool);
  const launched = launchableOfferings(pool, tokyo).types.map((type) => type.name);
  return textsById(ceilingTraps, {
    ceiling: poolCeiling(pool, types(...launched)),
    nodePool: pool,
  });
}

function traps(
  limits: PoolLimits,
  names: readonly string[],
  replicas?: number,
  annotations: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const more = replicas === undefined ? {} : { replicas };
  const pool = poolWith({ name: "gpu", limits, annotations, ...more });
  return textsById(ceilingTraps, {
    ceiling: poolCeiling(pool, types(...names)),
    nodePool: pool,
  });
}

describe("the traps of the seeds' limits", () => {
  it("are 8 of 100 GPUs because of memory and 16 because of cpu, for general GPU work", () => {
    assert.equal(
      seedTraps("gpu-general")["limits-stop-some-types"],
      "The limit of 100 GPUs is reached with 3 of 48 types. Others end earlier: 8 of 100 GPUs on p5.48xlarge because memory binds, 16 on g5.48xlarge because cpu binds.",
    );
  });

  it("are missing limits, or limits that do not count some types", () => {
    assert.equal(
      seedTraps("gpu-training-protected")["no-limits"],
      "Has no limits: it grows for as long as pods wait and EC2 delivers.",
    );
    assert.equal(
      seedTraps("gpu-inference")["limits-miss-types"],
      "No limit stops g6f.2xlarge, g6f.4xlarge, g6f.xlarge and 1 more (4 of 14 types). They have no nvidia.com/gpu, and the pool limits nothing else.",
    );
  });

  it("are 128 devices if only cpu is limited", () => {
    assert.equal(
      seedTraps("inferentia-inf2")["limit-in-other-resource"],
      "No limit on aws.amazon.com/neuron. The limit on cpu alone allows 128 Neuron devices with inf2.xlarge.",
    );
  });

  it("are a scheduling round that opens a quarter of the nodes or fewer", () => {
    assert.equal(
      seedTraps("inferentia")["one-round-is-short"],
      "The limits admit 32 inf2.8xlarge. For pods that accept any type, one scheduling round opens at most 5, because Karpenter counts each node as the largest type (12 Neuron devices). Later rounds open the rest.",
    );
    assert.equal(seedTraps("gpu-training")["one-round-is-short"], undefined);
  });
});

describe("the traps of limits", () => {
  it("are none if the limits do what they seem to do", () => {
    assert.deepEqual(traps({ "nvidia.com/gpu": 8 }, ["p5.48xlarge"]), {});
    assert.deepEqual(traps({}, []), {});
    assert.deepEqual(traps({}, ["p5.48xlarge"], 2), {});
    assert.deepEqual(traps({ cpu: 8 }, ["m7i.large"]), {});
  });

  it("are limits that contradict each other only if no type reaches the limit on devices", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 16, cpu: 192 }, ["p5.48xlarge", "g5.48xlarge"])[
        "limits-contradict"
      ],
      "Limits contradict each other: 8 of 16 GPUs on p5.48xlarge because cpu binds. The limit is 16 GPUs, and no type reaches it. With p5.48xlarge the pool stops at 8 GPUs.",
    );
    const mixed = traps({ "nvidia.com/gpu": 16, cpu: 192 }, ["p5.48xlarge", "g5.xlarge"]);
    assert.equal(mixed["limits-contradict"], undefined);
    assert.equal(
      mixed["limits-stop-some-types"],
      "The limit of 16 GPUs is reached with 1 of 2 types. Others end earlier: 8 of 16 GPUs on p5.48xlarge because cpu binds.",
    );
  });

  it("are limits that do not count some types, and limits only in another resource", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 8, "amd.com/gpu": 8 }, ["g5.xlarge", "m7i.large"])[
        "limits-miss-types"
      ],
      "No limit stops m7i.large (1 of 2 types). It has no nvidia.com/gpu or amd.com/gpu, and the pool limits nothing else.",
    );
    assert.equal(
      traps({ cpu: 8000, memory: "9000Gi" }, ["g5.xlarge", "g5.2xlarge"])[
        "limit-in-other-resource"
      ],
      "No limit on nvidia.com/gpu. The limits on cpu and memory alone allow 608 GPUs with g5.xlarge.",
    );
    assert.equal(
      traps({ cpu: 8000 }, ["g5.xlarge", "g5.2xlarge"])["limit-in-other-resource"],
      "No limit on nvidia.com/gpu. The limit on cpu alone allows 2,000 GPUs with g5.xlarge.",
    );
    assert.equal(traps({ cpu: 8000 }, ["g5.xlarge"], 2)["limit-in-other-resource"], undefined);
    assert.equal(traps({ cpu: 8000 }, ["m7i.large"])["limit-in-other-resource"], undefined);
  });

  it("are no missing limit on devices where another limit is as exact", () => {
    assert.equal(traps({ cpu: 384 }, ["p5.48xlarge"])["limit-in-other-resource"], undefined);
    assert.equal(
      traps({ nodes: 2 }, ["p5.48xlarge", "p4d.24xlarge"])["limit-in-other-resource"],
      undefined,
    );
  });

  it("are types above a limit, with each limit named once", () => {
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

  it("are a round that opens a quarter of the nodes or fewer, with the type that it counts", () => {
    const shortRound = (limits: PoolLimits) =>
      traps(limits, ["g5.xlarge", "g5.48xlarge"])["one-round-is-short"];
    assert.equal(
      shortRound({ "nvidia.com/gpu": 32, cpu: 6000, "amd.com/gpu": 8 }),
      "The limits admit 32 g5.xlarge. For pods that accept any type, one scheduling round opens at most 4, because Karpenter counts each node as the largest type (8 GPUs, 192 cpu). Later rounds open the rest.",
    );
    // One round opens four of sixteen nodes, and then five of nineteen.
    const middle = (gpus: number) =>
      traps({ "nvidia.com/gpu": gpus }, ["g5.xlarge", "g5.12xlarge"])["one-round-is-short"];
    assert.match(middle(16) ?? "", /^The limits admit 16 g5\.xlarge\. .* opens at most 4, /);
    assert.equal(middle(19), undefined);
    assert.equal(
      traps({ cpu: 192 }, ["m7i.large", "m7i.48xlarge"])["one-round-is-short"],
      undefined,
    );
  });

  it("are limits below every node, with the limit that is too low", () => {
    assert.equal(
      traps({ "nvidia.com/gpu": 4 }, ["p5.48xlarge", "p4d.24xlarge"])["limits-admit-nothing"],
      "Its limits admit no node of any of its 2 types. Even the smallest type exceeds nvidia.com/gpu: 4.",
    );
  });

  it("are no limits of a pool that is closed on purpose, because the advice would open it again", () => {
    const retired = { "accelerator-platform.io/retired": "true" };
    assert.deepEqual(traps({ "nvidia.com/gpu": 0 }, ["p5.48xlarge"], undefined, retired), {});
    assert.deepEqual(traps({ nodes: 0 }, ["p5.48xlarge"], 0), {});
    assert.ok("limits-admit-nothing" in traps({ "nvidia.com/gpu": 0 }, ["p5.48xlarge"]));
  });

  it("are a limit on nodes that leaves a static pool no room for a replacement", () => {
    assert.equal(
      traps({ nodes: 2 }, ["p5.48xlarge"], 2)["static-above-limit"],
      "Asks for 2 nodes and is limited to as many, so a drifted node has no room for its replacement.",
    );
    assert.equal(
      traps({ nodes: 1 }, ["p5.48xlarge"], 2)["static-above-limit"],
      "Asks for 2 nodes and limits itself to 1.",
    );
    assert.deepEqual(traps({ nodes: 3 }, ["p5.48xlarge"], 2), {});
  });
});

describe("costs without end", () => {
  function textsFor(limits: PoolLimits, names: readonly string[]): readonly string[] {
    const pool = poolWith({ name: "gpu", limits });
    return costsWithoutEnd.textsFor({
      cost: poolCost(pool, types(...names), "us-east-1"),
      launchable: launchableOfferings(pool, { region: "us-east-1", zones: [] }),
      ceiling: poolCeiling(pool, types(...names)),
    });
  }

  it("name the types that no limit stops, and the most expensive node", () => {
    assert.deepEqual(textsFor({ "nvidia.com/gpu": 8 }, ["g5.xlarge", "g6f.large"]), [
      "Costs without end: no limit stops g6f.large (1 of 2 types), which has no nvidia.com/gpu. Its most expensive node, g5.xlarge, costs $1.01 an hour (on-demand prices of us-east-1, 2026-07-20).",
    ]);
  });

  it("name the types without a price", () => {
    const unpriced = instanceTypes().find((type) => type.onDemandUsdPerHour === undefined);
    assert.ok(unpriced);
    assert.deepEqual(textsFor({}, [unpriced.name]), [
      `Costs without end: the pool has no limits. Without a price, and not in the sum: ${unpriced.name}.`,
    ]);
  });

  it("are none if limits stop every type", () => {
    assert.deepEqual(textsFor({ "nvidia.com/gpu": 8 }, ["g5.xlarge"]), []);
  });
});
