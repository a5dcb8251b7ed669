import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { changeCount, formatChanges } from "../../../sandbox/engine/changes";

describe("the changes of an operation", () => {
  it("are counted by kind, in the future or the past tense", () => {
    const counts = { create: 3, update: 1, same: 9 };
    assert.equal(formatChanges(counts, "planned"), "3 to create, 1 to update, 9 unchanged");
    assert.equal(formatChanges(counts, "done"), "3 created, 1 updated, 9 unchanged");
    assert.equal(changeCount(counts), 4);
  });

  it("are named as none when nothing changed", () => {
    assert.equal(formatChanges({ same: 112 }, "planned"), "no change, 112 unchanged");
    assert.equal(formatChanges({}, "done"), "no change");
    assert.equal(changeCount({ same: 112 }), 0);
  });
});
