import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { differencesBetween, planSteps } from "../../../dev/compare-patches/plan";

interface Step {
  readonly op?: string;
  readonly urn?: string;
  readonly inputs?: unknown;
  readonly dependencies?: readonly string[];
  readonly created?: string;
}

const steps = (...all: readonly Step[]): ReturnType<typeof planSteps> =>
  planSteps(
    JSON.stringify({
      steps: all.map(({ op = "create", urn = "urn:a", ...newState }) => ({ op, urn, newState })),
    }),
  );

describe("the comparison of plans with and without patches", () => {
  it("finds two previews equal that differ in order, in times and in the order of dependencies", () => {
    const before = steps({ dependencies: ["x", "y"], created: "then" }, { urn: "urn:b" });
    const after = steps({ urn: "urn:b" }, { dependencies: ["y", "x"], created: "now" });
    assert.deepEqual(differencesBetween(before, after), []);
  });

  it("names the property that differs, with both values", () => {
    const before = steps({ inputs: { taints: [{ key: "gpu" }], weight: 1 } });
    const after = steps({ inputs: { taints: [{ key: "cpu" }] } });
    assert.deepEqual(differencesBetween(before, after), [
      'create urn:a: newState.inputs.taints.0.key is "gpu" with patches, "cpu" without',
      "create urn:a: newState.inputs.weight is 1 with patches, absent without",
    ]);
  });

  it("names a resource that only one of the plans has, or that they treat differently", () => {
    assert.deepEqual(differencesBetween(steps({}), steps({ op: "update" }, { urn: "urn:b" })), [
      "create urn:a: only with patches",
      "create urn:b: only without patches",
      "update urn:a: only without patches",
    ]);
  });

  it("refuses what is not a preview", () => {
    assert.throws(() => planSteps("{}"), /steps/);
  });
});
