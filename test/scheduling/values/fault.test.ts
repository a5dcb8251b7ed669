import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { found } from "../../../scheduling/values/fault";

describe("a found value", () => {
  it("reads as JSON, or as nothing where there is none", () => {
    const values = [undefined, null, "g5", 3, [0], { key: "x" }, Symbol("s")];
    assert.deepEqual(values.map(found), [
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
    assert.deepEqual([cyclic, 5n].map(found), ["object", "bigint"]);
  });

  it("is cut off after 80 characters", () => {
    const quoted = (length: number) => `"${"x".repeat(length)}"`;
    assert.equal(found("x".repeat(78)), quoted(78));
    assert.equal(found("x".repeat(79)), `"${"x".repeat(76)}...`);
  });
});
