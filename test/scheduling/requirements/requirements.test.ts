import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  admits,
  compatible,
  formatRequirement,
  hasIntersection,
  intersection,
  normalOperator,
  requirement,
  requirementsOf,
  type NodeSelectorRequirement,
  type Requirement,
} from "../../../scheduling/requirements/requirements";
import type { Operator } from "../../../scheduling/requirements/operators";

const operators: readonly Operator[] = [
  "In",
  "NotIn",
  "Exists",
  "DoesNotExist",
  "Gt",
  "Lt",
  "Gte",
  "Lte",
];

function of(operator: Operator, ...values: string[]): Requirement {
  return requirement({ key: "k", operator, values });
}

describe("a requirement in normal form", () => {
  const cases: readonly [NodeSelectorRequirement, Requirement][] = [
    [
      { key: "k", operator: "In", values: ["a", "b", "a"] },
      { key: "k", complement: false, values: new Set(["a", "b"]) },
    ],
    [
      { key: "k", operator: "NotIn", values: ["a"] },
      { key: "k", complement: true, values: new Set(["a"]) },
    ],
    [
      { key: "k", operator: "NotIn" },
      { key: "k", complement: true, values: new Set() },
    ],
    [
      { key: "k", operator: "Exists", values: ["ignored"] },
      { key: "k", complement: true, values: new Set() },
    ],
    [
      { key: "k", operator: "DoesNotExist", values: ["ignored"] },
      { key: "k", complement: false, values: new Set() },
    ],
    [
      { key: "k", operator: "Gt", values: ["0"] },
      { key: "k", complement: true, values: new Set(), gte: 1n },
    ],
    [
      { key: "k", operator: "Lt", values: ["0"] },
      { key: "k", complement: true, values: new Set(), lte: -1n },
    ],
    [
      { key: "k", operator: "Gte", values: ["7"], minValues: 2 },
      { key: "k", complement: true, values: new Set(), gte: 7n, minValues: 2 },
    ],
    [
      { key: "k", operator: "Lte", values: ["7"] },
      { key: "k", complement: true, values: new Set(), lte: 7n },
    ],
    [
      { key: "k", operator: "Gt", values: ["9223372036854775807"], minValues: 3 },
      { key: "k", complement: false, values: new Set() },
    ],
    [
      { key: "k", operator: "Gt", values: ["99999999999999999999"] },
      { key: "k", complement: false, values: new Set() },
    ],
    [
      { key: "k", operator: "Gt", values: ["abc"] },
      { key: "k", complement: true, values: new Set(), gte: 1n },
    ],
    [
      { key: "k", operator: "Gt", values: [] },
      { key: "k", complement: true, values: new Set(), gte: 1n },
    ],
    [
      { key: "k", operator: "Lt", values: ["-9223372036854775808"] },
      { key: "k", complement: true, values: new Set(), lte: 9223372036854775807n },
    ],
    [
      { key: "beta.kubernetes.io/arch", operator: "In", values: ["amd64"] },
      { key: "kubernetes.io/arch", complement: false, values: new Set(["amd64"]) },
    ],
    [
      { key: "k", operator: "Near" as Operator, values: ["1"] },
      { key: "k", complement: true, values: new Set() },
    ],
  ];
  for (const [written, normal] of cases) {
    it(`of ${JSON.stringify(written)} is ${formatRequirement(normal)}`, () => {
      assert.deepEqual(requirement(written), normal);
    });
  }
});

describe("two requirements on one key", () => {
  // One row for each pair of operators: the text of the intersection, and whether Karpenter finds one.
  // Derived by hand from pkg/scheduling/requirement.go.
  const cases: readonly [Requirement, Requirement, string, boolean][] = [
    [of("In", "a", "b"), of("In", "b", "c"), "k In [b]", true],
    [of("In", "a"), of("In", "b"), "k DoesNotExist", false],
    [of("In", "a", "b"), of("NotIn", "b"), "k In [a]", true],
    [of("In", "a"), of("NotIn", "a"), "k DoesNotExist", false],
    [of("In", "a"), of("Exists"), "k In [a]", true],
    [of("In", "a"), of("DoesNotExist"), "k DoesNotExist", false],
    [of("In", "4", "5", "x"), of("Gt", "4"), "k In [5]", true],
    [of("In", "4"), of("Gt", "4"), "k DoesNotExist", false],
    [of("In", "4", "5"), of("Lt", "5"), "k In [4]", true],
    [of("In", "4", "5"), of("Gte", "5"), "k In [5]", true],
    [of("In", "4", "5"), of("Lte", "4"), "k In [4]", true],
    [of("NotIn", "a"), of("NotIn", "b"), "k NotIn [a b]", true],
    [of("NotIn", "a"), of("Exists"), "k NotIn [a]", true],
    [of("NotIn", "a"), of("DoesNotExist"), "k DoesNotExist", false],
    [of("NotIn", "a", "3", "9"), of("Gt", "4"), "k NotIn [9] >=5", true],
    [of("NotIn", "a"), of("Lt", "4"), "k Exists <=3", true],
    [of("NotIn", "4"), of("Gte", "4"), "k NotIn [4] >=4", true],
    [of("NotIn", "4"), of("Lte", "4"), "k NotIn [4] <=4", true],
    [of("Exists"), of("Exists"), "k Exists", true],
    [of("Exists"), of("DoesNotExist"), "k DoesNotExist", false],
    [of("Exists"), of("Gt", "4"), "k Exists >=5", true],
    [of("Exists"), of("Lt", "4"), "k Exists <=3", true],
    [of("Exists"), of("Gte", "4"), "k Exists >=4", true],
    [of("Exists"), of("Lte", "4"), "k Exists <=4", true],
    [of("DoesNotExist"), of("DoesNotExist"), "k DoesNotExist", false],
    [of("DoesNotExist"), of("Gt", "4"), "k DoesNotExist", false],
    [of("DoesNotExist"), of("Lt", "4"), "k DoesNotExist", false],
    [of("DoesNotExist"), of("Gte", "4"), "k DoesNotExist", false],
    [of("DoesNotExist"), of("Lte", "4"), "k DoesNotExist", false],
    [of("Gt", "4"), of("Gt", "7"), "k Exists >=8", true],
    [of("Gt", "4"), of("Lt", "6"), "k Exists >=5 <=5", true],
    [of("Gt", "4"), of("Lt", "5"), "k DoesNotExist", false],
    [of("Gt", "4"), of("Gte", "4"), "k Exists >=5", true],
    [of("Gt", "4"), of("Lte", "4"), "k DoesNotExist", false],
    [of("Lt", "4"), of("Lt", "7"), "k Exists <=3", true],
    [of("Lt", "4"), of("Gte", "4"), "k DoesNotExist", false],
    [of("Lt", "4"), of("Lte", "3"), "k Exists <=3", true],
    [of("Gte", "4"), of("Gte", "5"), "k Exists >=5", true],
    [of("Gte", "4"), of("Lte", "4"), "k Exists >=4 <=4", true],
    [of("Lte", "4"), of("Lte", "5"), "k Exists <=4", true],
  ];
  for (const [a, b, text, meets] of cases) {
    it(`${formatRequirement(a)} with ${formatRequirement(b)} is ${text}`, () => {
      assert.equal(formatRequirement(intersection(a, b)), text);
      assert.equal(formatRequirement(intersection(b, a)), text);
      assert.equal(hasIntersection(a, b), meets);
      assert.equal(hasIntersection(b, a), meets);
    });
  }

  it("intersect if both are complements, even where the excluded values leave nothing between the bounds", () => {
    assert.equal(
      hasIntersection(intersection(of("Gte", "4"), of("Lte", "4")), of("NotIn", "4")),
      true,
    );
  });

  it("keep the larger minValues", () => {
    const two = requirement({ key: "k", operator: "Exists", minValues: 2 });
    const five = requirement({ key: "k", operator: "In", values: ["a"], minValues: 5 });
    assert.equal(intersection(two, five).minValues, 5);
    assert.equal(formatRequirement(intersection(five, two)), "k In [a] minValues 5");
  });
});

const values = ["a", "b", "0", "1", "4", "05", "9007199254740993", "", "1.5", "+4"];
const anyWritten = fc.record({
  key: fc.constant("k"),
  operator: fc.constantFrom(...operators),
  values: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }),
  minValues: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
});
const anyRequirement = anyWritten.map(requirement);

describe("intersection", () => {
  it("does not depend on order or grouping", () => {
    fc.assert(
      fc.property(anyRequirement, anyRequirement, anyRequirement, (a, b, c) => {
        assert.deepEqual(intersection(a, b), intersection(b, a));
        assert.deepEqual(intersection(intersection(a, b), c), intersection(a, intersection(b, c)));
      }),
      { numRuns: 2000 },
    );
  });

  it("admits a value exactly when both parts admit it", () => {
    fc.assert(
      fc.property(anyRequirement, anyRequirement, fc.constantFrom(...values), (a, b, value) => {
        assert.equal(admits(intersection(a, b), value), admits(a, value) && admits(b, value));
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with hasIntersection, except that two complements always intersect there", () => {
    fc.assert(
      fc.property(anyRequirement, anyRequirement, (a, b) => {
        const both = intersection(a, b);
        assert.equal(hasIntersection(a, b), both.complement || both.values.size > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("with itself only removes values outside of its bounds", () => {
    fc.assert(
      fc.property(anyRequirement, (a) => {
        assert.deepEqual(intersection(a, a), a);
      }),
    );
  });
});

describe("a requirement", () => {
  it("admits the values that it names, or all others, within its bounds", () => {
    const values = ["a", "1", "5", "9"];
    const admitted = (r: Requirement) => values.filter((value) => admits(r, value));
    assert.deepEqual(admitted(of("In", "a", "5")), ["a", "5"]);
    assert.deepEqual(admitted(of("NotIn", "a", "5")), ["1", "9"]);
    assert.deepEqual(admitted(of("Exists")), values);
    assert.deepEqual(admitted(of("DoesNotExist")), []);
    assert.deepEqual(admitted(of("Gt", "1")), ["5", "9"]);
    assert.deepEqual(admitted(of("Lte", "5")), ["1", "5"]);
    const between = intersection(intersection(of("Gte", "1"), of("Lt", "9")), of("NotIn", "5"));
    assert.deepEqual(admitted(between), ["1"]);
  });
});

describe("requirements", () => {
  it("on one key intersect, and labels count as In", () => {
    const all = requirementsOf(
      [
        { key: "gpus", operator: "Gt", values: ["0"] },
        { key: "gpus", operator: "Lt", values: ["8"] },
        { key: "failure-domain.beta.kubernetes.io/zone", operator: "NotIn", values: ["a"] },
        { key: "topology.kubernetes.io/zone", operator: "In", values: ["a", "b"] },
      ],
      { team: "vision" },
    );
    assert.deepEqual([...all.values()].map(formatRequirement), [
      "gpus Exists >=1 <=7",
      "topology.kubernetes.io/zone In [b]",
      "team In [vision]",
    ]);
  });

  it("leave out malformed entries", () => {
    const junk = [null, 7, "x", {}, { key: 3 }, { key: "k", operator: "In", values: "a" }];
    assert.equal(requirementsOf(junk as unknown as NodeSelectorRequirement[]).size, 0);
    assert.equal(requirementsOf(undefined as unknown as NodeSelectorRequirement[]).size, 0);
  });

  it("are read quickly when there are 10,000 of them on one key", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      key: "k",
      operator: "NotIn" as const,
      values: [String(index)],
    }));
    assert.equal(requirementsOf(many).get("k")?.values.size, 10_000);
  });

  it("on one key give the same result as when they are intersected one after the other", () => {
    fc.assert(
      fc.property(fc.array(anyWritten, { minLength: 1, maxLength: 5 }), (written) => {
        const [first, ...others] = written.map(requirement);
        assert.ok(first !== undefined);
        assert.deepEqual(requirementsOf(written).get("k"), others.reduce(intersection, first));
      }),
      { numRuns: 1000 },
    );
  });

  it("name five values of five", () => {
    assert.equal(formatRequirement(of("In", "e", "d", "c", "b", "a")), "k In [a b c d e]");
  });

  it("name at most five values", () => {
    assert.equal(
      formatRequirement(of("NotIn", "g", "f", "e", "d", "c", "b", "a")),
      "k NotIn [a b c d e and 2 others]",
    );
  });

  it("have the operators of Karpenter, without bounds", () => {
    assert.deepEqual(
      operators.map((operator) => normalOperator(of(operator, "1"))),
      ["In", "NotIn", "Exists", "DoesNotExist", "Exists", "Exists", "Exists", "Exists"],
    );
  });
});

describe("a pod on a node", () => {
  const launched = { allowUndefinedWellKnown: false };
  const planned = { allowUndefinedWellKnown: true };
  const pool = requirementsOf([{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }], {
    "node-type": "gpu",
  });

  const cases: readonly [string, NodeSelectorRequirement[], typeof launched, string | undefined][] =
    [
      ["fits when it asks for nothing", [], launched, undefined],
      [
        "is denied a custom label that the pool lacks",
        [{ key: "team", operator: "In", values: ["a"] }],
        planned,
        'label "team" does not have known values',
      ],
      [
        "is denied a bound on a label that the pool lacks",
        [{ key: "team", operator: "Gt", values: ["0"] }],
        planned,
        'label "team" does not have known values',
      ],
      [
        "may exclude a label that the pool lacks",
        [{ key: "team", operator: "NotIn", values: ["a"] }],
        planned,
        undefined,
      ],
      ["may ask for its absence", [{ key: "team", operator: "DoesNotExist" }], planned, undefined],
      [
        "may ask a planned node for a well-known label",
        [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["a"] }],
        planned,
        undefined,
      ],
      [
        "may not ask a launched node for one that is not there",
        [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["a"] }],
        launched,
        'label "topology.kubernetes.io/zone" does not have known values',
      ],
      [
        "is denied another value",
        [
          { key: "node-type", operator: "In", values: ["cpu"] },
          { key: "kubernetes.io/arch", operator: "In", values: ["arm64"] },
        ],
        planned,
        "key node-type, node-type In [cpu] not in node-type In [gpu]; " +
          "key kubernetes.io/arch, kubernetes.io/arch In [arm64] not in kubernetes.io/arch In [amd64]",
      ],
      [
        "is denied the absence of a label that is there",
        [{ key: "node-type", operator: "DoesNotExist" }],
        planned,
        "key node-type, node-type DoesNotExist not in node-type In [gpu]",
      ],
    ];
  for (const [name, pod, options, reason] of cases) {
    it(name, () => assert.equal(compatible(pool, requirementsOf(pod), options), reason));
  }

  it("fits when both sides accept that the label is absent", () => {
    const without = requirementsOf([{ key: "team", operator: "DoesNotExist" }]);
    const not = requirementsOf([{ key: "team", operator: "NotIn", values: ["a"] }]);
    assert.equal(compatible(without, not, launched), undefined);
    assert.equal(compatible(not, without, launched), undefined);
    assert.equal(compatible(without, without, launched), undefined);
  });

  it("may name any value of a label for which the pool only requires that it exists", () => {
    const open = requirementsOf([{ key: "team", operator: "Exists" }]);
    assert.equal(compatible(open, requirementsOf([], { team: "x" }), launched), undefined);
  });
});
