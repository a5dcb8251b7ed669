import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  faultBelow,
  faultText,
  pathText,
  rendered,
  valueAt,
} from "../../../scheduling/values/fault";

describe("a value in a message", () => {
  it("reads as JSON, or as nothing where there is none", () => {
    const values = [undefined, null, "g5", 3, [0], { key: "x" }, Symbol("s")];
    assert.deepEqual(values.map(rendered), [
      "nothing",
      "null",
      '"g5"',
      "3",
      "[0]",
      '{"key":"x"}',
      "Symbol(s)",
    ]);
  });

  it("is named by its type where it has no JSON", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const hostile = {
      toJSON: () => {
        throw new Error("no JSON");
      },
    };
    assert.deepEqual([cyclic, 5n, hostile].map(rendered), ["object", "bigint", "object"]);
  });

  it("is cut off after 80 characters", () => {
    const quoted = (length: number) => `"${"x".repeat(length)}"`;
    assert.equal(rendered("x".repeat(78)), quoted(78));
    assert.equal(rendered("x".repeat(79)), `"${"x".repeat(76)}...`);
  });
});

describe("a path in a message", () => {
  it("joins plain names with dots and puts places of a list in brackets", () => {
    assert.equal(pathText(["spec", "taints", 2, "key"]), "spec.taints[2].key");
    assert.equal(pathText([0, "key"]), "[0].key");
    assert.equal(pathText(["spec", "_x-1"]), "spec._x-1");
  });

  it("quotes what is no plain name, digits in a text included", () => {
    for (const key of ["nvidia.com/gpu", "", "1a", "1", "a b", "-a", "a/", 'a"]']) {
      assert.equal(pathText(["spec", key]), `spec[${JSON.stringify(key)}]`);
    }
  });

  it("is empty for the value as a whole, or what the caller calls that", () => {
    assert.equal(pathText([]), "");
    assert.equal(pathText([], "configuration"), "configuration");
    assert.equal(pathText(["spec"], "configuration"), "spec");
  });
});

describe("a fault as one sentence", () => {
  it("has the problem, what was found, what is allowed and what to do", () => {
    const fault = { path: ["weight"], problem: "out of range", got: "0" };
    assert.equal(
      faultText({ ...fault, expected: "1 to 100", fix: "set weight" }),
      "out of range, got 0; expected 1 to 100; set weight",
    );
  });

  it("leaves out what it does not have", () => {
    const missing = { path: [], problem: "is missing" };
    assert.equal(faultText(missing), "is missing");
    assert.equal(faultText({ ...missing, fix: "name it" }), "is missing; name it");
    assert.equal(faultText({ ...missing, got: "5" }), "is missing, got 5");
    assert.equal(faultText({ ...missing, expected: "a name" }), "is missing; expected a name");
  });
});

describe("a fault of a part", () => {
  it("has the longer path of the whole and keeps everything else", () => {
    const fault = { path: ["key"], problem: "is missing", because: "Every taint has one." };
    assert.deepEqual(faultBelow(["taints", 0], fault), { ...fault, path: ["taints", 0, "key"] });
  });
});

describe("the value at a path", () => {
  it("is found through objects and lists", () => {
    const data = { taints: [{ key: "a" }] };
    assert.equal(valueAt(data, []), data);
    assert.equal(valueAt(data, ["taints", 0, "key"]), "a");
  });

  it("is undefined where the path leaves the data, and never a property of a prototype", () => {
    for (const path of [["labels"], ["taints", 1, "key"], ["taints", 0, "key", "x"]]) {
      assert.equal(valueAt({ taints: [{ key: "a" }] }, path), undefined);
    }
    assert.equal(valueAt({}, ["toString"]), undefined);
    assert.equal(valueAt(null, ["a"]), undefined);
  });
});
