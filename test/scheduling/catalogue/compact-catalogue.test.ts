import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  compactColumn,
  eachRow,
  type CompactColumn,
} from "../../../scheduling/catalogue/compact-catalogue";
import { expandCatalogue } from "../../../scheduling/catalogue/instance-catalogue";

const family = "karpenter.k8s.aws/instance-family";
const size = "karpenter.k8s.aws/instance-size";

function visited(column: CompactColumn): readonly (readonly [number, string])[] {
  const rows: (readonly [number, string])[] = [];
  eachRow(column, (value, row) => rows.push([row, value]));
  return rows;
}

describe("a compact column", () => {
  it("has each value once, in order, and repetitions as a count", () => {
    assert.deepEqual(compactColumn(["b", "a", "a", "a", undefined, undefined, "b", undefined]), {
      values: "a,b",
      rows: "1 0x3 -x2 1 -",
    });
    assert.deepEqual(compactColumn([]), { values: "", rows: "" });
    assert.deepEqual(compactColumn([undefined]), { values: "", rows: "-" });
  });

  it("is visited row by row, without rows that have no value", () => {
    assert.deepEqual(visited({ values: "a,b", rows: "1 0x3 -x2 1 - 0" }), [
      [0, "b"],
      [1, "a"],
      [2, "a"],
      [3, "a"],
      [6, "b"],
      [8, "a"],
    ]);
  });

  it("may have an empty text as a value, and more than ten values", () => {
    assert.deepEqual(visited({ values: ",x", rows: "0 1" }), [
      [0, ""],
      [1, "x"],
    ]);
    const many = Array.from({ length: 12 }, (_, index) => `v${String(index).padStart(2, "0")}`);
    assert.deepEqual(visited({ values: many.join(","), rows: "11x2 10" }), [
      [0, "v11"],
      [1, "v11"],
      [2, "v10"],
    ]);
    assert.deepEqual(visited({ values: "a", rows: "7 0" }), [[1, "a"]]);
  });

  it("expands to the values that it was made of", () => {
    const cells = fc.option(fc.stringMatching(/^[a-z0-9.]{1,4}$/), { nil: undefined });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 30 }), (rows) => {
        const expected = rows.flatMap((value, row) =>
          value === undefined ? [] : [[row, value] as const],
        );
        assert.deepEqual(visited(compactColumn(rows)), expected);
      }),
    );
  });
});

describe("a compact catalogue", () => {
  const source = { labelsAndAllocatable: "", onDemandUsdPerHourUsEast1: "", priceDate: "" };

  it("expands to one type for each row, named after family and size", () => {
    assert.deepEqual(
      expandCatalogue({
        source,
        count: 2,
        labels: {
          [family]: { values: "g5,p5", rows: "0 1" },
          [size]: { values: "48xlarge", rows: "0x2" },
          zone: { values: "a", rows: "- 0" },
        },
        allocatable: { cpu: { values: "4,8", rows: "1 0" }, gpu: { values: "1", rows: "0" } },
        onDemandUsdPerHour: { values: "16.288", rows: "0 -" },
      }),
      [
        {
          name: "g5.48xlarge",
          labels: {
            [family]: "g5",
            [size]: "48xlarge",
            "node.kubernetes.io/instance-type": "g5.48xlarge",
          },
          allocatable: { cpu: "8", gpu: "1" },
          onDemandUsdPerHour: 16.288,
        },
        {
          name: "p5.48xlarge",
          labels: {
            [family]: "p5",
            [size]: "48xlarge",
            zone: "a",
            "node.kubernetes.io/instance-type": "p5.48xlarge",
          },
          allocatable: { cpu: "4" },
        },
      ],
    );
  });

  it("ignores rows beyond its count", () => {
    const beyond = { values: "x", rows: "0x3" };
    const [only, ...more] = expandCatalogue({
      source,
      count: 1,
      labels: { [family]: beyond, [size]: beyond },
      allocatable: {},
      onDemandUsdPerHour: { values: "", rows: "-" },
    });
    assert.equal(only?.name, "x.x");
    assert.deepEqual(more, []);
  });
});
