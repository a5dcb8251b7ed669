import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { launchableOfferings } from "../../../../report/answers/launchable/launchable-offerings";
import { readNodePool, type NodePool } from "../../../../scheduling/node-pool/node-pool";
import type { Place } from "../../../../scheduling/catalogue/place";
import type { NodeSelectorRequirement } from "../../../../scheduling/requirements/requirements";
import { poolWith } from "../../../support/disruption-pools";
import { textsById } from "../../../support/found-traps";
import { launchableTraps } from "../../../support/launchable-traps";
import { seedNodePool, type SeedNodePoolName } from "../../../support/seeds";

function place(region: string, ...ids: readonly (string | undefined)[]): Place {
  const zones = ids.map((id, index) => {
    const name = `${region}${"abcdef"[index] ?? ""}`;
    return id === undefined ? { name } : { name, id };
  });
  return { region, zones };
}

const tokyo = place("ap-northeast-1", undefined, undefined, undefined);
const tokyoWithIds = place("ap-northeast-1", "apne1-az4", "apne1-az1", "apne1-az2");
/** The zones that the seeds name. */
const seedPlace: Place = {
  region: "ap-northeast-1",
  zones: ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"].map((name) => ({ name })),
};

function seed(name: SeedNodePoolName): NodePool {
  const { pool } = readNodePool(seedNodePool(name));
  assert.ok(pool);
  return pool;
}

function traps(
  pool: Pick<NodePool, "requirements"> & Partial<NodePool>,
  where: Place,
): Readonly<Record<string, string>> {
  const nodePool = poolWith({ name: "gpu", ...pool });
  return textsById(launchableTraps, {
    nodePool,
    launchable: launchableOfferings(nodePool, where),
  });
}

const seedTraps = (name: SeedNodePoolName) => traps(seed(name), seedPlace);

function oneOf(key: string, ...values: readonly string[]): NodeSelectorRequirement {
  return { key, operator: "In", values };
}
const spot = oneOf("karpenter.sh/capacity-type", "spot");
const type = (...values: readonly string[]) => oneOf("node.kubernetes.io/instance-type", ...values);
const family = (...values: readonly string[]) =>
  oneOf("karpenter.k8s.aws/instance-family", ...values);

describe("traps of the seeds' types and zones", () => {
  it("name the fractional GPUs of the inference pools", () => {
    for (const name of ["gpu-inference", "gpu-spot-inference"] as const) {
      assert.equal(
        seedTraps(name)["no-whole-gpu"],
        "g6f and gr6f (g6f.2xlarge, g6f.4xlarge, g6f.xlarge and gr6f.4xlarge) have no whole GPU: a pod that requests nvidia.com/gpu never fits there, and no limit on nvidia.com/gpu counts them.",
      );
    }
    assert.equal(seedTraps("gpu-general")["no-whole-gpu"], undefined);
  });

  it("name AMD and arm64 where the pool asks for any GPU", () => {
    const amd =
      "g4ad (5 types) has AMD GPUs: NVIDIA's driver does not drive them, no pod that requests nvidia.com/gpu fits there, and no limit on nvidia.com/gpu counts them.";
    assert.equal(seedTraps("gpu-general")["amd-gpu"], amd);
    assert.equal(seedTraps("gpu-general")["arm64-gpu"], undefined);
    assert.equal(seedTraps("gpu-training-protected")["amd-gpu"], amd);
    assert.equal(
      seedTraps("gpu-training-protected")["arm64-gpu"],
      "g5g (6 types) has arm64 processors beside its GPUs: an image built for amd64 alone does not start there.",
    );
    assert.equal(seedTraps("gpu-training")["amd-gpu"], undefined);
  });

  it("name the zone id of Tokyo that has g4dn only", () => {
    assert.equal(
      seedTraps("gpu-spot-inference")["zone-offers-little"],
      "apne1-az2 offers g4dn only, 5 of the pool's 21 types. Which of ap-northeast-1's 3 zone ids the pool's zones are differs by account.",
    );
    assert.equal(
      traps(seed("gpu-tier1-g5-spot"), tokyoWithIds)["zone-offers-little"],
      "ap-northeast-1c (apne1-az2) offers none of the pool's 8 types.",
    );
    assert.equal(seedTraps("gpu-tier2-g4dn-spot")["zone-offers-little"], undefined);
  });

  it("name zones that offer nothing together, unless zones-decide names the others", () => {
    const inferentia = { requirements: [family("inf2")] };
    const trainium = { requirements: [type("trn1.2xlarge")] };
    const virginia = place("us-east-1", undefined, undefined, undefined);
    assert.equal(
      traps(inferentia, virginia)["zone-offers-little"],
      "use1-az1 and use1-az3 offer none of the pool's 4 types. Which of us-east-1's 6 zone ids the pool's zones are differs by account.",
    );
    assert.equal(traps(trainium, virginia)["zone-offers-little"], undefined);
    assert.equal(
      traps(trainium, place("us-west-2", undefined, undefined, undefined))["zone-offers-little"],
      "usw2-az2 and usw2-az3 offer none of the pool's 1 type. Which of us-west-2's 4 zone ids the pool's zones are differs by account.",
    );
  });

  it("say that the order of capacity types means nothing", () => {
    assert.equal(
      seedTraps("gpu-general")["capacity-type-order"],
      "The order in which capacity types are written means nothing: Karpenter takes spot before on-demand, by what is available.",
    );
    assert.equal(seedTraps("gpu-tier1-g5-spot")["capacity-type-order"], undefined);
  });

  it("name both architectures of the pool for any processor", () => {
    assert.match(
      seedTraps("multi-arch")["two-architectures"] ?? "",
      /^Launches arm64 \(\d+ types\) beside amd64 \(\d+\): an image for one of them alone does not start on the other\.$/,
    );
    assert.equal(seedTraps("x86-cpu-karpenter")["two-architectures"], undefined);
  });

  it("say that a pool with a label that does not exist is refused", () => {
    assert.deepEqual(seedTraps("trainium-trn1"), {
      "launches-nothing":
        'Launches nothing, because the pool is refused: "karpenter.k8s.aws/instance-type" is refused by the NodePool CRD; use node.kubernetes.io/instance-type for instance types.',
    });
  });
});

describe("a pool that launches nothing", () => {
  it("is told which types its zones do not offer", () => {
    assert.equal(
      traps({ requirements: [type("trn1.2xlarge"), spot] }, tokyo)["launches-nothing"],
      "Launches nothing: trn1.2xlarge meets the requirements, but none of ap-northeast-1a, ap-northeast-1b, ap-northeast-1c in ap-northeast-1 offers it.",
    );
  });

  it("is told which requirement to drop to launch something", () => {
    assert.equal(
      traps({ requirements: [family("g5"), oneOf("kubernetes.io/arch", "arm64"), spot] }, tokyo)[
        "launches-nothing"
      ],
      "Launches nothing: none of 1,363 types is left; without karpenter.k8s.aws/instance-family In [g5] it would launch 396 types.",
    );
  });

  it("is told which zone requirement no zone of the place meets", () => {
    assert.equal(
      traps(
        { requirements: [type("g5.xlarge"), oneOf("topology.kubernetes.io/zone", "us-east-1a")] },
        tokyo,
      )["launches-nothing"],
      "Launches nothing: topology.kubernetes.io/zone In [us-east-1a] leaves no zone in ap-northeast-1.",
    );
  });

  it("may launch nothing only in some accounts", () => {
    const virginia = place("us-east-1", undefined, undefined, undefined);
    assert.equal(
      traps({ requirements: [type("trn1.2xlarge"), spot] }, virginia)["zones-decide"],
      "May launch nothing. Only use1-az5 and use1-az6 of us-east-1's 6 zones offer a type of this pool. Whether the pool uses one of them depends on the account.",
    );
    assert.equal(
      traps({ requirements: [type("g5.xlarge"), spot] }, virginia)["zones-decide"],
      undefined,
    );
    assert.equal(
      traps({ requirements: [type("g5.xlarge"), spot] }, tokyo)["zones-decide"],
      undefined,
    );
  });
});

describe("other traps of types", () => {
  it("are names that no type has, and families that the region lacks", () => {
    const found = traps({ requirements: [family("g5", "g55", "p6-b200"), spot] }, tokyo);
    assert.equal(found["unknown-instance-names"], "Uses names that no instance type has: g55.");
    assert.equal(
      found["not-offered-in-region"],
      "p6-b200 meets the requirements, but the pool's zones in ap-northeast-1 do not offer it.",
    );
  });

  it("are minValues that cannot be met, and accelerators that nothing counts", () => {
    const few = { ...family("g5"), minValues: 2 };
    assert.equal(
      traps({ requirements: [few, spot] }, tokyo)["min-values-shortfall"],
      "Launches nothing while Karpenter's minValuesPolicy is Strict, its default: minValues asks for 2 values of karpenter.k8s.aws/instance-family, and the types have 1.",
    );
    const oregon = place("us-west-2", "usw2-az4");
    assert.equal(
      traps({ requirements: [family("dl2q"), spot] }, oregon)["uncounted-accelerator"],
      "dl2q.24xlarge has Qualcomm accelerators, which Karpenter does not count: no pod can request them and no limit stops them.",
    );
  });

  it("are AMD GPUs in a pool of AMD GPUs only if it has a taint or a limit for NVIDIA", () => {
    const requirements = [family("g4ad"), spot];
    assert.equal(traps({ requirements }, tokyo)["amd-gpu"], undefined);
    const taint = { key: "nvidia.com/gpu", effect: "NoSchedule" } as const;
    assert.match(traps({ requirements, taints: [taint] }, tokyo)["amd-gpu"] ?? "", /^g4ad/);
    assert.match(
      traps({ requirements, limits: { "nvidia.com/gpu": 8 } }, tokyo)["amd-gpu"] ?? "",
      /^g4ad/,
    );
  });

  it("are a pool without any capacity type", () => {
    assert.equal(
      traps({ requirements: [type("g5.xlarge")] }, tokyo)["capacity-type-order"],
      "Names no capacity type, so Karpenter takes reserved before spot before on-demand, by what is available.",
    );
  });
});
