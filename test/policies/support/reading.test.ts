import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { fieldText } from "../../../policies/support/message";
import { listOf, plainCopy, readField, recordOf, textOf } from "../../../policies/support/reading";
import { UnknownInTextError } from "../../../policies/support/unknown-markers";

describe("readField", () => {
  it("finds a value with its path", () => {
    assert.deepEqual(readField({ a: { "b/c": 1 } }, "a", "b/c"), {
      kind: "present",
      path: ["a", "b/c"],
      value: 1,
    });
  });

  it("treats null as absent, as the API server does", () => {
    assert.deepEqual(readField({ a: null }, "a", "b"), { kind: "absent", path: ["a", "b"] });
  });

  it("names the step that is no object", () => {
    assert.deepEqual(readField({ a: { b: 5 } }, "a", "b", "c"), {
      kind: "misshapen",
      path: ["a", "b"],
      got: "the number 5",
      expected: "an object",
    });
  });

  it("sees no inherited property", () => {
    assert.deepEqual(readField({}, "constructor"), { kind: "absent", path: ["constructor"] });
  });
});

describe("recordOf, listOf and textOf", () => {
  it("say what they found instead, without quoting texts", () => {
    const reading = readField({ a: "s3cret" }, "a");
    assert.deepEqual(recordOf(reading), {
      kind: "misshapen",
      path: ["a"],
      got: "a text",
      expected: "an object",
    });
    assert.deepEqual(listOf(reading), {
      kind: "misshapen",
      path: ["a"],
      got: "a text",
      expected: "a list",
    });
    assert.deepEqual(textOf(readField({ a: [] }, "a")), {
      kind: "misshapen",
      path: ["a"],
      got: "a list",
      expected: "a text",
    });
  });

  it("give list elements their own paths", () => {
    assert.deepEqual(listOf(readField({ a: ["x", null] }, "a")), {
      kind: "present",
      path: ["a"],
      value: [
        { kind: "present", path: ["a", 0], value: "x" },
        { kind: "misshapen", path: ["a", 1], got: "nothing", expected: "a value" },
      ],
    });
  });
});

describe("plainCopy", () => {
  it("copies everything and stops at a marker inside a text, with its path", () => {
    const value = { a: [{ b: "x" }, 1, true, null] };
    assert.deepEqual(plainCopy(value, ["spec"]), value);
    assert.throws(
      () => plainCopy({ a: [{ b: "x-04da6b54-80e4-46f7-96ec-b56ff0331ba9" }] }, ["spec"]),
      (error: unknown) =>
        error instanceof UnknownInTextError && fieldText(error.path) === "spec.a[0].b",
    );
  });
});
