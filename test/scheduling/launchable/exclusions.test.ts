import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  excludersOf,
  exclusionsOf,
  unknownNamesOf,
  type Exclusions,
} from "../../../scheduling/launchable/exclusions";
import { readNodePool } from "../../../scheduling/node-pool/node-pool";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../../scheduling/requirements/requirements";
import { seedNodePool } from "../../support/seeds";

function oneOf(key: string, ...values: readonly string[]): NodeSelectorRequirement {
  return { key, operator: "In", values };
}
const family = (...values: readonly string[]) =>
  oneOf("karpenter.k8s.aws/instance-family", ...values);
const size = (...values: readonly string[]) => oneOf("karpenter.k8s.aws/instance-size", ...values);
const type = (...values: readonly string[]) => oneOf("node.kubernetes.io/instance-type", ...values);

function excluded(...requirements: readonly NodeSelectorRequirement[]): Exclusions {
  return exclusionsOf(requirementsOf(requirements));
}

describe("excluded types", () => {
  it("are counted by the requirement that they do not meet", () => {
    const [first, second] = excluded(family("g5"), size("48xlarge")).exclusions;
    // Karpenter 1.14.1 lists 1,363 types. Eight of them are g5, and one of these has the size.
    assert.equal(first?.requirement, "karpenter.k8s.aws/instance-family In [g5]");
    assert.equal(first.types, 1355);
    assert.equal(second?.requirement, "karpenter.k8s.aws/instance-size In [48xlarge]");
    // The other seven sizes of g5 meet everything but the size.
    assert.equal(second.alone, 7);
  });

  it("come with the strictest requirement first; equally strict ones are ordered by their texts", () => {
    const { exclusions } = excluded(
      size("48xlarge"),
      oneOf("karpenter.k8s.aws/instance-gpu-name", "a10g"),
      family("g5"),
    );
    // Every type with an A10G is a g5, so no type fails on one of the two requirements alone.
    assert.deepEqual(exclusions, [
      { requirement: "karpenter.k8s.aws/instance-family In [g5]", types: 1355, alone: 0 },
      { requirement: "karpenter.k8s.aws/instance-gpu-name In [a10g]", types: 1355, alone: 0 },
      { requirement: "karpenter.k8s.aws/instance-size In [48xlarge]", types: 1298, alone: 7 },
    ]);
  });
});

describe("the requirements that exclude one type", () => {
  const requirements = requirementsOf([
    oneOf("kubernetes.io/arch", "amd64"),
    { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
  ]);
  const excluders = (name: string) => {
    const found = instanceType(name);
    assert.ok(found);
    return excludersOf(found, requirements);
  };

  it("are all those that it does not meet, in the order of the pool", () => {
    assert.deepEqual(excluders("g5.xlarge"), []);
    assert.deepEqual(excluders("g6f.xlarge"), ["karpenter.k8s.aws/instance-gpu-count Exists >=1"]);
    assert.deepEqual(excluders("g5g.xlarge"), ["kubernetes.io/arch In [amd64]"]);
    assert.deepEqual(excluders("a1.large"), [
      "kubernetes.io/arch In [amd64]",
      "karpenter.k8s.aws/instance-gpu-count Exists >=1",
    ]);
  });
});

describe("near misses", () => {
  it("are types of the same family as a type that the pool names", () => {
    assert.deepEqual(excluded(type("g4ad.xlarge")).nearMisses, [
      {
        excludedBy: "node.kubernetes.io/instance-type In [g4ad.xlarge]",
        types: ["g4ad.16xlarge", "g4ad.2xlarge", "g4ad.4xlarge", "g4ad.8xlarge"],
      },
    ]);
  });

  it("are types with the accelerator, or of the accelerated category, that the pool names", () => {
    const misses = (key: string, value: string) =>
      excluded(oneOf(key, value), size("xlarge", "2xlarge")).nearMisses;
    const excludedBy = "karpenter.k8s.aws/instance-size In [2xlarge xlarge]";
    assert.deepEqual(misses("karpenter.k8s.aws/instance-accelerator-name", "inferentia2"), [
      { excludedBy, types: ["inf2.24xlarge", "inf2.48xlarge", "inf2.8xlarge"] },
    ]);
    assert.deepEqual(misses("karpenter.k8s.aws/instance-category", "trn"), [
      { excludedBy, types: ["trn1.32xlarge", "trn1n.32xlarge", "trn2.48xlarge"] },
    ]);
  });

  it("are not reported for a category without accelerators", () => {
    const requirements = [oneOf("karpenter.k8s.aws/instance-category", "m"), size("xlarge")];
    assert.deepEqual(excluded(...requirements).nearMisses, []);
  });

  it("are ordered by how many types a cause excludes, then by the text of the cause", () => {
    const not = (key: string, value: string): NodeSelectorRequirement => ({
      key,
      operator: "NotIn",
      values: [value],
    });
    assert.deepEqual(
      excluded(
        family("g5g"),
        not("node.kubernetes.io/instance-type", "g5g.xlarge"),
        not("karpenter.k8s.aws/instance-size", "2xlarge"),
        { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: ["32"] },
      ).nearMisses,
      [
        {
          excludedBy: "karpenter.k8s.aws/instance-cpu Exists <=31",
          types: ["g5g.16xlarge", "g5g.8xlarge", "g5g.metal"],
        },
        {
          excludedBy: "karpenter.k8s.aws/instance-size NotIn [2xlarge]",
          types: ["g5g.2xlarge"],
        },
        {
          excludedBy: "node.kubernetes.io/instance-type NotIn [g5g.xlarge]",
          types: ["g5g.xlarge"],
        },
      ],
    );
  });

  it("name every requirement that excludes the types", () => {
    const { nearMisses } = excluded(type("g4ad.xlarge"), oneOf("kubernetes.io/arch", "arm64"));
    assert.equal(
      nearMisses[0]?.excludedBy,
      "node.kubernetes.io/instance-type In [g4ad.xlarge]; kubernetes.io/arch In [arm64]",
    );
  });

  it("hold the types with a fraction of a GPU where the pool asks for a whole one", () => {
    const { nearMisses } = excluded(
      oneOf("karpenter.k8s.aws/instance-gpu-name", "l4"),
      { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
      size("xlarge", "4xlarge"),
    );
    assert.deepEqual(
      nearMisses.find(
        ({ excludedBy }) => excludedBy === "karpenter.k8s.aws/instance-gpu-count Exists >=1",
      )?.types,
      ["g6f.4xlarge", "g6f.xlarge", "gr6f.4xlarge"],
    );
  });

  it("of the seed pool for general GPU work are the arm64 types and the fractional GPUs", () => {
    const { pool } = readNodePool(seedNodePool("gpu-general"));
    assert.ok(pool);
    const { nearMisses } = exclusionsOf(requirementsOf(pool.requirements, pool.labels));
    assert.deepEqual(nearMisses, [
      {
        excludedBy: "kubernetes.io/arch In [amd64]",
        types: [
          "g5g.16xlarge",
          "g5g.2xlarge",
          "g5g.4xlarge",
          "g5g.8xlarge",
          "g5g.metal",
          "g5g.xlarge",
        ],
      },
      {
        excludedBy: "karpenter.k8s.aws/instance-gpu-count Exists >=1",
        types: ["g6f.2xlarge", "g6f.4xlarge", "g6f.large", "g6f.xlarge"],
      },
    ]);
  });
});

describe("unknown names", () => {
  const unknown = (...requirements: readonly NodeSelectorRequirement[]) =>
    unknownNamesOf(requirementsOf(requirements));

  it("are types and families that are not in the catalogue", () => {
    assert.deepEqual(unknown(family("g5", "g55"), type("g5.xlarge", "g5.tiny")), [
      "g5.tiny",
      "g55",
    ]);
    assert.deepEqual(unknown(), []);
  });

  it("are ordered within one requirement", () => {
    assert.deepEqual(unknown(family("zz9", "g5", "aa9")), ["aa9", "zz9"]);
  });
});
