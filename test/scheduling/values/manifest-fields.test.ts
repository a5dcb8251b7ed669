import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  atPath,
  fieldsOf,
  fieldValue,
  isAbsent,
  knownFieldsOnly,
  listField,
  textField,
  wholeNumberField,
  type Fields,
  type Findings,
} from "../../../scheduling/values/manifest-fields";
import { faultLines } from "../../support/fault-texts";

/** What a reader returns and which faults it adds, for a `spec` with this value in its field `x`. */
function read<T>(x: unknown, reader: (fields: Fields, findings: Findings) => T): [T, string[]] {
  const findings: Findings = [];
  const value = reader({ path: ["spec"], record: { x } }, findings);
  return [value, faultLines(findings)];
}

describe("a field that holds an object", () => {
  it("is read with its path", () => {
    const object = { cpu: 8 };
    assert.deepEqual(
      read(object, (fields, findings) => atPath(fields, "x", findings)),
      [{ path: ["spec", "x"], record: object }, []],
    );
  });

  it("is missing where there is nothing, and faulty where there is something else", () => {
    const rows: readonly [unknown, string][] = [
      [undefined, "spec.x: is missing"],
      [null, "spec.x: is missing"],
      [5, "spec.x: is no object, got 5"],
      [false, "spec.x: is no object, got false"],
      [[{}], "spec.x: is no object, got [{}]"],
      ["{}", 'spec.x: is no object, got "{}"'],
    ];
    for (const [value, finding] of rows) {
      assert.deepEqual(
        read(value, (fields, findings) => atPath(fields, "x", findings)),
        [undefined, [finding]],
      );
    }
  });

  it("may be the root, which has no path", () => {
    const findings: Findings = [];
    const record = { kind: "NodePool" };
    assert.deepEqual(fieldsOf(record, [], findings), { path: [], record });
    assert.equal(fieldsOf(undefined, [], findings), undefined);
    assert.deepEqual(findings, [{ path: [], problem: "is missing" }]);
  });
});

describe("a field that holds a list", () => {
  const list = (fields: Fields, findings: Findings) => listField(fields, "x", findings);

  it("is read as it is, and may be absent", () => {
    assert.deepEqual(read([1, null], list), [[1, null], []]);
    assert.deepEqual(read(undefined, list), [undefined, []]);
    assert.deepEqual(read(null, list), [undefined, []]);
  });

  it("is faulty where it holds something else", () => {
    assert.deepEqual(read({ 0: 1 }, list), [undefined, ['spec.x: is no list, got {"0":1}']]);
  });
});

describe("a field that holds a text", () => {
  const form = { pattern: /^[a-z]+$/, expected: "lower-case letters" };
  const formed = (fields: Fields, findings: Findings) => textField(fields, "x", form, findings);
  const free = (fields: Fields, findings: Findings) => textField(fields, "x", undefined, findings);

  it("is read where it is of the form, and may be absent", () => {
    assert.deepEqual(read("gpu", formed), ["gpu", []]);
    assert.deepEqual(read("G P U", free), ["G P U", []]);
    assert.deepEqual(read("", free), ["", []]);
    assert.deepEqual(read(undefined, formed), [undefined, []]);
    assert.deepEqual(read(null, free), [undefined, []]);
  });

  it("is faulty where it is of another form, or no text", () => {
    assert.deepEqual(read("GPU", formed), [
      undefined,
      ['spec.x: is not of the form, got "GPU"; expected lower-case letters'],
    ]);
    assert.deepEqual(read(720, formed), [
      undefined,
      ["spec.x: is no text, got 720; expected lower-case letters"],
    ]);
    assert.deepEqual(read(["gpu"], formed), [
      undefined,
      ['spec.x: is no text, got ["gpu"]; expected lower-case letters'],
    ]);
    assert.deepEqual(read(7, free), [undefined, ["spec.x: is no text, got 7; expected a text"]]);
  });
});

describe("a field that holds a whole number", () => {
  const number = (fields: Fields, findings: Findings) =>
    wholeNumberField(fields, "x", { min: 1, max: 100 }, findings);

  it("is read within its range, and may be absent", () => {
    assert.deepEqual(read(1, number), [1, []]);
    assert.deepEqual(read(100, number), [100, []]);
    assert.deepEqual(read(undefined, number), [undefined, []]);
    assert.deepEqual(read(null, number), [undefined, []]);
  });

  it("is faulty outside of it, and where it is no whole number", () => {
    for (const [value, text] of [
      [0, "0"],
      [101, "101"],
      [1.5, "1.5"],
      ["5", '"5"'],
      [[5], "[5]"],
    ] as const) {
      assert.deepEqual(read(value, number), [
        undefined,
        [`spec.x: is out of range, got ${text}; expected a whole number from 1 to 100`],
      ]);
    }
  });
});

describe("the fields of an object", () => {
  it("are reported with their paths where the CRD does not have them", () => {
    const findings: Findings = [];
    const record = { weight: 1, ttl: 2, "a b": 3 };
    knownFieldsOnly({ path: ["spec"], record }, ["template", "weight"], findings);
    const fault = {
      problem: "is no field of a NodePool",
      expected: "template, weight",
      fix: "remove it",
      apiServer: "drops",
    };
    assert.deepEqual(findings, [
      { path: ["spec", "ttl"], ...fault },
      { path: ["spec", "a b"], ...fault },
    ]);
  });

  it("do not include those of its prototype", () => {
    const fields = { path: [], record: { kind: "NodePool" } };
    assert.equal(fieldValue(fields, "kind"), "NodePool");
    assert.equal(fieldValue(fields, "toString"), undefined);
  });

  it("are absent where they hold null, because the API server drops it", () => {
    const values = [undefined, null, 0, "", false];
    assert.deepEqual(values.map(isAbsent), [true, true, false, false, false]);
  });
});
