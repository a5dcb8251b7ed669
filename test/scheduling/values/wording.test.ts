import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { amountOf, counted, dollars, listed } from "../../../scheduling/values/wording";

describe("a list in words", () => {
  it("joins the last item with and", () => {
    assert.equal(listed([]), "");
    assert.equal(listed(["a"]), "a");
    assert.equal(listed(["a", "b"]), "a and b");
    assert.equal(listed(["a", "b", "c"]), "a, b and c");
  });

  it("counts the items after the third, or after another number", () => {
    assert.equal(listed(["a", "b", "c", "d"]), "a, b, c and 1 more");
    assert.equal(listed(["a", "b", "c"], 1), "a and 2 more");
    assert.equal(listed(["a", "b", "c", "d"], 4), "a, b, c and d");
  });
});

describe("a number in words", () => {
  it("has a noun in the singular or plural", () => {
    assert.deepEqual(
      [0, 1, 2, 1000].map((count) => counted(count, "node")),
      ["0 nodes", "1 node", "2 nodes", "1,000 nodes"],
    );
  });

  it("of dollars has cents only below a thousand", () => {
    assert.deepEqual([0, 1.5, 999.994, 1000, 1234.5].map(dollars), [
      "$0.00",
      "$1.50",
      "$999.99",
      "$1,000",
      "$1,235",
    ]);
  });

  it("of bytes is in binary units, whole ones from ten gibibytes on", () => {
    const gibibyte = 2 ** 30;
    const memory = [10, 10.9, 1.5, 2].map((count) => amountOf("memory", count * gibibyte));
    assert.deepEqual(memory, ["10Gi", "10Gi", "1536Mi", "2Gi"]);
    assert.equal(amountOf("ephemeral-storage", 20 * gibibyte), "20Gi");
    assert.equal(amountOf("memory", 10_240 * 2 ** 20), "10Gi");
  });

  it("of another resource is a plain number", () => {
    assert.equal(amountOf("cpu", 1920), "1,920");
    assert.equal(amountOf("nvidia.com/gpu", 8), "8");
  });
});
