import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { requirementFaults } from "../../../scheduling/requirements/requirement-faults";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../../scheduling/requirements/requirements";
import { faultTexts } from "../../support/fault-texts";

describe("requirement faults", () => {
  it("are none for what Karpenter accepts, including odd cases", () => {
    assert.deepEqual(
      requirementFaults([
        { key: "karpenter.k8s.aws/instance-gpu-count", operator: "Gt", values: ["0"] },
        { key: "node.kubernetes.io/instance-type", operator: "In", values: ["g5.xlarge"] },
        { key: "team", operator: "NotIn", values: [] },
        { key: "team", operator: "NotIn" },
        { key: "team", operator: "Exists", values: ["ignored"] },
        { key: "team", operator: "Exists", values: null },
        { key: "beta.kubernetes.io/arch", operator: "In", values: ["amd64"], minValues: 1 },
        { key: "team", operator: "Lte", values: ["0007"] },
        { key: "team", operator: "In", values: [""] },
        { key: "team", operator: "In", values: ["x".repeat(63)], minValues: null },
        { key: "team", operator: "Exists", minValues: 50 },
        { key: "team", operator: "NotIn", values: ["a"], minValues: 2 },
        { key: "karpenter.sh/capacity-type", operator: "NotIn", values: ["ondemand"] },
        {
          key: "karpenter.k8s.aws/instance-tenancy",
          operator: "In",
          values: ["default", "dedicated"],
        },
      ]),
      [],
    );
    assert.deepEqual(requirementFaults([]), []);
    const hundred = Array.from({ length: 100 }, () => ({ key: "team", operator: "Exists" }));
    assert.deepEqual(requirementFaults(hundred), []);
  });

  const single: readonly [string, unknown, { path: string; problem: string }[]][] = [
    [
      "a missing list",
      undefined,
      [{ path: "", problem: "is no list of requirements, got nothing; write [] for none" }],
    ],
    [
      "a list that is an object",
      { key: "x" },
      [{ path: "", problem: 'is no list of requirements, got {"key":"x"}; write [] for none' }],
    ],
    [
      "an entry that is text",
      ["g5"],
      [{ path: "[0]", problem: 'is no requirement, got "g5"; expected {key, operator, values}' }],
    ],
    [
      "an empty entry",
      [{}],
      [
        { path: "[0].key", problem: "is no label key, got nothing; expected a string" },
        {
          path: "[0].operator",
          problem:
            "is no operator, got nothing; expected one of In, NotIn, Exists, DoesNotExist, Gt, Lt, Gte, Lte",
        },
      ],
    ],
    [
      "a number in place of text",
      [{ key: "team", operator: "Gt", values: [0] }],
      [
        { path: "[0].values[0]", problem: "is no string, got 0; put it in quotes" },
        {
          path: "[0].values",
          problem:
            "is no bound, got [0]; expected exactly one whole number from 0, as a string, for the operator Gt",
        },
      ],
    ],
    [
      "a negative bound",
      [{ key: "team", operator: "Lt", values: ["-1"] }],
      [
        {
          path: "[0].values[0]",
          problem:
            'is no label value, got "-1"; expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
        },
        {
          path: "[0].values",
          problem:
            'is no bound, got ["-1"]; expected exactly one whole number from 0, as a string, for the operator Lt',
        },
      ],
    ],
    [
      "two bounds",
      [{ key: "team", operator: "Gte", values: ["1", "2"] }],
      [
        {
          path: "[0].values",
          problem:
            'is no bound, got ["1","2"]; expected exactly one whole number from 0, as a string, for the operator Gte',
        },
      ],
    ],
    [
      "In without values",
      [
        { key: "team", operator: "In" },
        { key: "team", operator: "In", values: [] },
      ],
      [
        { path: "[0].values", problem: "is no list, got nothing; expected a list of strings" },
        {
          path: "[1].values",
          problem: "is empty; expected at least one value for the operator In",
        },
      ],
    ],
    [
      "a comparison without values",
      ["Gt", "Lt", "Gte", "Lte"].map((operator) => ({ key: "team", operator, values: [] })),
      ["Gt", "Lt", "Gte", "Lte"].map((operator, index) => ({
        path: `[${index}].values`,
        problem: `is no bound, got []; expected exactly one whole number from 0, as a string, for the operator ${operator}`,
      })),
    ],
    [
      "values that are no list",
      [
        { key: "team", operator: "Gt" },
        { key: "team", operator: "NotIn", values: "a" },
      ],
      [
        { path: "[0].values", problem: "is no list, got nothing; expected a list of strings" },
        { path: "[1].values", problem: 'is no list, got "a"; expected a list of strings' },
      ],
    ],
    [
      "a value that is too long",
      [{ key: "team", operator: "In", values: ["x".repeat(64)] }],
      [
        {
          path: "[0].values[0]",
          problem: `is no label value, got "${"x".repeat(64)}"; expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
        },
      ],
    ],
    [
      "a key that is empty",
      [{ key: "", operator: "Exists" }],
      [{ path: "[0].key", problem: 'is no label key, got ""; expected a string' }],
    ],
    [
      "a tenancy that does not exist, and a number once",
      [
        { key: "karpenter.k8s.aws/instance-tenancy", operator: "In", values: ["host"] },
        { key: "karpenter.sh/capacity-type", operator: "In", values: [5] },
      ],
      [
        {
          path: "[0].values[0]",
          problem: 'is not known to Karpenter, got "host"; expected one of default, dedicated',
        },
        { path: "[1].values[0]", problem: "is no string, got 5; put it in quotes" },
      ],
    ],
    [
      "minValues that are no whole number from 1",
      [0, 1.5, "2"].map((minValues) => ({ key: "team", operator: "Exists", minValues })),
      ["0", "1.5", '"2"'].map((text, index) => ({
        path: `[${index}].minValues`,
        problem: `is out of range, got ${text}; expected a whole number from 1 to 50`,
      })),
    ],
    [
      "a capacity type that does not exist",
      [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["ondemand", "spot"] }],
      [
        {
          path: "[0].values[0]",
          problem:
            'is not known to Karpenter, got "ondemand"; expected one of on-demand, spot, reserved',
        },
      ],
    ],
    [
      "minValues out of range or above the number of values",
      [
        { key: "team", operator: "Exists", minValues: 51 },
        { key: "team", operator: "In", values: ["a"], minValues: 2 },
      ],
      [
        {
          path: "[0].minValues",
          problem: "is out of range, got 51; expected a whole number from 1 to 50",
        },
        {
          path: "[1].minValues",
          problem: "asks for 2 values, got 1; list more values or lower minValues",
        },
      ],
    ],
    [
      "the wrong key for instance types that many users write first",
      [{ key: "karpenter.k8s.aws/instance-type", operator: "Exists" }],
      [
        {
          path: "[0].key",
          problem:
            '"karpenter.k8s.aws/instance-type" is refused by the NodePool CRD; use node.kubernetes.io/instance-type for instance types',
        },
      ],
    ],
  ];
  for (const [name, list, faults] of single) {
    it(`name ${name}`, () => assert.deepEqual(faultTexts(requirementFaults(list)), faults));
  }

  it("name the number of 10,000 entries, quickly", () => {
    const many = Array.from({ length: 10_000 }, () => ({ key: "team", operator: "Exists" }));
    assert.deepEqual(faultTexts(requirementFaults(many)), [
      { path: "", problem: "has too many entries, got 10000; expected at most 100" },
    ]);
  });

  it("are found in any value without an exception", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        assert.ok(Array.isArray(requirementFaults(value)));
        assert.ok(Array.isArray(requirementFaults([value])));
        requirementsOf([value] as unknown as NodeSelectorRequirement[]);
      }),
      { numRuns: 1000 },
    );
  });

  it("are found where an operator cannot be converted to text", () => {
    const operator: unknown = Object.create(null);
    assert.deepEqual(
      requirementFaults([{ key: "team", operator }]).map(({ path }) => path),
      [[0, "operator"]],
    );
  });

  it("are found in a cyclic value", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    assert.deepEqual(faultTexts(requirementFaults({ cyclic })), [
      { path: "", problem: "is no list of requirements, got object; write [] for none" },
    ]);
  });
});
