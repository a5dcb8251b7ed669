import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { instanceTypes, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  launchableTypes,
  minValuesShortfalls,
} from "../../../scheduling/launchable/launchable-types";
import { excludersOf } from "../../../scheduling/launchable/exclusions";
import { wellKnownLabelKeys } from "../../../scheduling/requirements/labels";
import type { Operator } from "../../../scheduling/requirements/operators";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../../scheduling/requirements/requirements";

const aws = "karpenter.k8s.aws/instance-";

function launchable(written: readonly NodeSelectorRequirement[]): readonly InstanceType[] {
  return launchableTypes(requirementsOf(written));
}

function isIn(key: string, ...values: string[]): NodeSelectorRequirement {
  return { key, operator: "In", values };
}

const hasGpu: NodeSelectorRequirement = { key: `${aws}gpu-count`, operator: "Gt", values: ["0"] };
const anyBuying = isIn("karpenter.sh/capacity-type", "on-demand", "spot");
const tokyo = isIn("topology.kubernetes.io/zone", "ap-northeast-1a", "ap-northeast-1c");

describe("the pools of the GPU guide", () => {
  // name, requirements, number of types by label, number of these with the resource nvidia.com/gpu
  const pools: readonly [string, NodeSelectorRequirement[], number, number][] = [
    [
      "gpu-general",
      [
        hasGpu,
        isIn(`${aws}category`, "g", "p"),
        anyBuying,
        tokyo,
        isIn("kubernetes.io/arch", "amd64"),
      ],
      57,
      52,
    ],
    [
      "gpu-inference",
      [
        isIn(`${aws}gpu-name`, "t4", "a10g", "l4"),
        anyBuying,
        isIn(`${aws}size`, "xlarge", "2xlarge", "4xlarge"),
      ],
      14,
      10,
    ],
    [
      "gpu-spot-inference",
      [
        isIn("karpenter.sh/capacity-type", "spot"),
        isIn(`${aws}gpu-name`, "t4", "a10g", "l4"),
        isIn(`${aws}size`, "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge"),
        tokyo,
      ],
      21,
      17,
    ],
    ["gpu-training", [isIn(`${aws}gpu-name`, "a100", "h100", "a10g"), hasGpu], 12, 12],
    ["gpu-training-protected", [hasGpu, isIn("karpenter.sh/capacity-type", "on-demand")], 65, 60],
    ["tier 1", [isIn(`${aws}gpu-name`, "a10g"), isIn(`${aws}category`, "g")], 8, 8],
    ["tier 2", [isIn(`${aws}gpu-name`, "t4"), isIn(`${aws}category`, "g")], 7, 7],
    [
      "tier 3",
      [
        isIn("karpenter.sh/capacity-type", "on-demand"),
        isIn(`${aws}gpu-name`, "a10g"),
        isIn(`${aws}category`, "g"),
      ],
      8,
      8,
    ],
    [
      "multi-arch",
      [
        isIn("kubernetes.io/arch", "amd64", "arm64"),
        isIn(`${aws}category`, "c", "m", "r"),
        { key: `${aws}generation`, operator: "Gt", values: ["5"] },
        anyBuying,
      ],
      835,
      0,
    ],
    [
      "inferentia",
      [
        isIn(
          "node.kubernetes.io/instance-type",
          "inf2.xlarge",
          "inf2.8xlarge",
          "inf2.24xlarge",
          "inf2.48xlarge",
        ),
      ],
      4,
      0,
    ],
  ];
  for (const [name, written, byLabels, withNvidia] of pools) {
    it(`${name} matches ${byLabels} types, ${withNvidia} with NVIDIA devices`, () => {
      const types = launchable(written);
      assert.equal(types.length, byLabels);
      assert.equal(types.filter((type) => "nvidia.com/gpu" in type.allocatable).length, withNvidia);
    });
  }
});

describe("what a pool can launch", () => {
  it("is every type where there are no requirements", () => {
    assert.equal(launchable([]).length, 1363);
  });

  it("with gpu-name l4 includes the fractional g6f and gr6f, which offer no device", () => {
    const families = new Set(
      launchable([isIn(`${aws}gpu-name`, "l4")]).map((type) => type.labels[`${aws}family`]),
    );
    assert.deepEqual([...families].sort(), ["g6", "g6f", "gr6", "gr6f"]);
  });

  it("with gpu-name l4 and gpu-count above 0 excludes them", () => {
    const families = new Set(
      launchable([isIn(`${aws}gpu-name`, "l4"), hasGpu]).map((type) => type.labels[`${aws}family`]),
    );
    assert.deepEqual([...families].sort(), ["g6", "gr6"]);
  });

  it("with category g includes AMD, arm64 and fractional GPUs, but not gr6", () => {
    const families = new Set(
      launchable([isIn(`${aws}category`, "g")]).map((type) => type.labels[`${aws}family`] ?? ""),
    );
    for (const family of ["g4ad", "g5g", "g6f", "g6"]) assert.ok(families.has(family), family);
    assert.equal(families.has("gr6"), false);
  });

  it("with gpu-count DoesNotExist is every type but the 70 with the label, so Neuron types too", () => {
    const types = launchable([{ key: `${aws}gpu-count`, operator: "DoesNotExist" }]);
    assert.equal(types.length, 1363 - 70);
    assert.equal(types.filter((type) => type.name === "trn1.32xlarge").length, 1);
  });

  it("with gpu-count NotIn includes every type without the label", () => {
    const types = launchable([{ key: `${aws}gpu-count`, operator: "NotIn", values: ["8"] }]);
    const eight = instanceTypes().filter((type) => type.labels[`${aws}gpu-count`] === "8").length;
    assert.equal(types.length, 1363 - eight);
    assert.ok(eight > 0);
  });

  it("with only an upper bound excludes types without the label", () => {
    const types = launchable([{ key: `${aws}gpu-count`, operator: "Lt", values: ["2"] }]);
    assert.ok(types.every((type) => `${aws}gpu-count` in type.labels));
    assert.ok(types.some((type) => type.labels[`${aws}gpu-count`] === "0"));
  });

  it("with two names that exclude each other is every type without the label, as in Karpenter", () => {
    const types = launchable([isIn(`${aws}gpu-name`, "l4"), isIn(`${aws}gpu-name`, "t4")]);
    assert.equal(types.length, 1363 - 70);
  });

  it("is nothing for an impossible capacity type, tenancy or zone", () => {
    assert.equal(launchable([isIn("karpenter.sh/capacity-type", "ondemand")]).length, 0);
    assert.equal(launchable([isIn(`${aws}tenancy`, "host")]).length, 0);
    const zone = "topology.kubernetes.io/zone";
    assert.equal(launchable([isIn(zone, "a"), isIn(zone, "b")]).length, 0);
    assert.equal(launchable([isIn("node.kubernetes.io/windows-build", "10.0.20348")]).length, 0);
  });

  it("does not depend on custom labels, or on labels of the node class", () => {
    const free = [
      isIn("workload", "training"),
      isIn("karpenter.k8s.aws/capacity-reservation-type", "capacity-block"),
      isIn("karpenter.k8s.aws/placement-group-id", "pg-1"),
    ];
    assert.equal(launchable(free).length, 1363);
  });

  it("can be computed for another list of types", () => {
    const [first] = instanceTypes();
    assert.ok(first !== undefined);
    assert.deepEqual(launchableTypes(requirementsOf([]), [first]), [first]);
    assert.deepEqual(launchableTypes(requirementsOf([hasGpu]), [first]), []);
  });
});

describe("minValues", () => {
  it("that the launchable types do not satisfy are reported with the number of values that they have", () => {
    const requirements = requirementsOf([
      { ...isIn(`${aws}family`, "g5", "g6"), minValues: 2 },
      { key: `${aws}size`, operator: "Exists", minValues: 50 },
    ]);
    assert.deepEqual(minValuesShortfalls(requirements), [
      { key: "karpenter.k8s.aws/instance-size", minValues: 50, offered: 8 },
    ]);
  });

  it("count only values that the requirement allows, since Karpenter 1.15", () => {
    const requirements = requirementsOf([
      { ...isIn("karpenter.sh/capacity-type", "spot"), minValues: 2 },
    ]);
    const types = launchableTypes(requirements);
    assert.deepEqual(minValuesShortfalls(requirements, types, "1.14"), []);
    assert.deepEqual(minValuesShortfalls(requirements, types, "1.15"), [
      { key: "karpenter.sh/capacity-type", minValues: 2, offered: 1 },
    ]);
  });
});

/** A second implementation of the rules, by label and operator, without sets or intersections. */
function matches(
  type: InstanceType,
  { key, operator, values = [] }: NodeSelectorRequirement,
): boolean {
  const value = type.labels[key];
  if (value === undefined) {
    const isUnknown = !wellKnownLabelKeys.has(key);
    return isUnknown || operator === "NotIn" || operator === "DoesNotExist";
  }
  const number = /^[0-9]+$/.test(value) ? Number(value) : undefined;
  const bound = Number(values[0]);
  switch (operator) {
    case "In":
      return values.includes(value);
    case "NotIn":
      return !values.includes(value);
    case "Exists":
      return true;
    case "DoesNotExist":
      return false;
    case "Gt":
      return number !== undefined && number > bound;
    case "Gte":
      return number !== undefined && number >= bound;
    case "Lt":
      return number !== undefined && number < bound;
    case "Lte":
      return number !== undefined && number <= bound;
  }
}

describe("types that are not in the catalogue", () => {
  const gpu: InstanceType = {
    name: "x1.large",
    labels: { [`${aws}family`]: "x1", [`${aws}gpu-count`]: "3", rack: "left" },
    allocatable: {},
  };
  const plain: InstanceType = {
    name: "x2.large",
    labels: { [`${aws}family`]: "x2", rack: "right" },
    allocatable: {},
  };
  const launched = (...written: readonly NodeSelectorRequirement[]) =>
    launchableTypes(requirementsOf(written), [gpu, plain]).map(({ name }) => name);

  it("are distinguished by any label that one of them has", () => {
    assert.deepEqual(launched(), ["x1.large", "x2.large"]);
    assert.deepEqual(launched(isIn("rack", "left")), ["x1.large"]);
    assert.deepEqual(launched(isIn(`${aws}family`, "x2")), ["x2.large"]);
    assert.deepEqual(launched({ key: `${aws}gpu-count`, operator: "Gt", values: ["2"] }), [
      "x1.large",
    ]);
    assert.deepEqual(launched(isIn("team", "anybody")), ["x1.large", "x2.large"]);
  });

  it("meet any requirement on labels of their offerings or of the account", () => {
    for (const requirement of [
      isIn("karpenter.sh/capacity-type", "reserved"),
      isIn(`${aws}tenancy`, "dedicated"),
      isIn(`${aws}tenancy`, "default"),
      isIn("topology.kubernetes.io/zone", "anywhere"),
      isIn("topology.k8s.aws/zone-id", "any-az1"),
      isIn("topology.kubernetes.io/region", "any-1"),
      isIn("karpenter.k8s.aws/ec2nodeclass", "any"),
      isIn("karpenter.k8s.aws/placement-group-id", "any"),
      isIn("karpenter.k8s.aws/capacity-reservation-id", "any"),
    ]) {
      assert.deepEqual(launched(requirement), ["x1.large", "x2.large"], requirement.key);
    }
    for (const requirement of [
      isIn("karpenter.sh/capacity-type", "borrowed"),
      isIn(`${aws}tenancy`, "host"),
      isIn("node.kubernetes.io/windows-build", "10.0"),
      { key: "topology.kubernetes.io/zone", operator: "DoesNotExist" as const },
      { key: "topology.k8s.aws/zone-id", operator: "DoesNotExist" as const },
      { key: "topology.kubernetes.io/region", operator: "DoesNotExist" as const },
    ]) {
      assert.deepEqual(launched(requirement), [], requirement.key);
    }
  });

  it("fall short of minValues where they have too few values", () => {
    const short = (key: string, minValues: number) =>
      minValuesShortfalls(
        requirementsOf([
          { key, operator: "Exists", minValues },
          { key: "rack", operator: "Exists" },
        ]),
        [gpu, plain],
      );
    assert.deepEqual(short(`${aws}family`, 3), [{ key: `${aws}family`, minValues: 3, offered: 2 }]);
    assert.deepEqual(short(`${aws}family`, 2), []);
    assert.deepEqual(short(`${aws}gpu-count`, 2), [
      { key: `${aws}gpu-count`, minValues: 2, offered: 1 },
    ]);
    assert.deepEqual(short("team", 1), [{ key: "team", minValues: 1, offered: 0 }]);
  });
});

describe("launchable types", () => {
  it("of the catalogue are computed once for the same requirements", () => {
    const requirements = [isIn(`${aws}family`, "g6e"), hasGpu];
    assert.equal(launchable(requirements), launchable(requirements));
    assert.notEqual(launchable([isIn(`${aws}family`, "g6e")]), launchable([hasGpu]));
  });

  const numeric = ["gpu-count", "cpu", "memory", "generation", "accelerator-count", "local-nvme"];
  const textual = ["gpu-name", "category", "family", "size", "gpu-manufacturer", "hypervisor"];
  const onNumber = fc.record({
    key: fc.constantFrom(...numeric.map((name) => aws + name)),
    operator: fc.constantFrom<Operator>("Gt", "Lt", "Gte", "Lte", "In", "NotIn"),
    values: fc.tuple(fc.constantFrom("0", "1", "4", "8", "16", "192", "16384", "250")),
  });
  const onText = fc.record({
    key: fc.constantFrom(...textual.map((name) => aws + name), "kubernetes.io/arch", "team"),
    operator: fc.constantFrom<Operator>("In", "NotIn", "Exists", "DoesNotExist"),
    values: fc.subarray(
      ["l4", "t4", "a10g", "g", "p", "g5", "xlarge", "nvidia", "nitro", "amd64"],
      {
        minLength: 1,
      },
    ),
  });
  // One requirement for each key: several requirements on one key are tested elsewhere.
  const written = fc.uniqueArray(fc.oneof(onNumber, onText), {
    selector: (r) => r.key,
    maxLength: 6,
  });

  it("are those that match label by label", () => {
    fc.assert(
      fc.property(written, (list) => {
        const expected = instanceTypes().filter((type) => list.every((r) => matches(type, r)));
        assert.deepEqual(
          launchable(list).map((type) => type.name),
          expected.map((type) => type.name),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("are those that no requirement excludes", () => {
    fc.assert(
      fc.property(written, (list) => {
        const requirements = requirementsOf(list);
        const sample = instanceTypes().filter((_, index) => index % 13 === 0);
        assert.deepEqual(
          launchableTypes(requirements, sample),
          sample.filter((type) => excludersOf(type, requirements).length === 0),
        );
      }),
      { numRuns: 50 },
    );
  });
});
