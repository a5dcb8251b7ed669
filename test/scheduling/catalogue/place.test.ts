import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hasZoneIds } from "../../../scheduling/catalogue/place";

describe("a place", () => {
  it("has zone ids where each of its zones has one", () => {
    const region = "us-west-2";
    const [a, b] = [{ name: "us-west-2a", id: "usw2-az1" }, { name: "us-west-2b" }];
    assert.equal(hasZoneIds({ region, zones: [a] }), true);
    assert.equal(hasZoneIds({ region, zones: [a, b] }), false);
    assert.equal(hasZoneIds({ region, zones: [] }), true);
  });
});
