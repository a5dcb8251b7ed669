import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";
import type { NodeSelectorRequirement } from "../../../scheduling/requirements/requirements";

const key = "karpenter.sh/capacity-type";

function admitted(...requirements: readonly NodeSelectorRequirement[]) {
  return admittedCapacityTypes({ requirements, labels: {} });
}

describe("the capacity types that a pool admits", () => {
  it("are all of them where the pool names none", () => {
    assert.deepEqual(admitted(), ["on-demand", "spot", "reserved"]);
  });

  it("are those that its requirements name or do not exclude", () => {
    assert.deepEqual(admitted({ key, operator: "In", values: ["spot", "on-demand"] }), [
      "on-demand",
      "spot",
    ]);
    assert.deepEqual(admitted({ key, operator: "NotIn", values: ["spot"] }), [
      "on-demand",
      "reserved",
    ]);
    assert.deepEqual(admitted({ key, operator: "DoesNotExist" }), []);
  });

  it("are narrowed by a label of the nodes too", () => {
    assert.deepEqual(admittedCapacityTypes({ requirements: [], labels: { [key]: "reserved" } }), [
      "reserved",
    ]);
  });
});
