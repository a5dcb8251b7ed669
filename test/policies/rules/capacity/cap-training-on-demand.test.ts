import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { capTrainingOnDemand } from "../../../../policies/rules/capacity/cap-training-on-demand";
import { trainingPool } from "../../../fixtures/resources/node-pool";
import type { Requirement } from "../../../fixtures/resources/node-pool";
import { checkBy, pathsBy } from "../../check-program";

const requirementsPath = "spec.template.spec.requirements";
const kept: Requirement = {
  key: "karpenter.k8s.aws/capacity-reservation-interruptible",
  operator: "NotIn",
  values: ["true"],
};
const reservedFirst: Requirement = {
  key: "karpenter.sh/capacity-type",
  operator: "In",
  values: ["reserved", "on-demand"],
};

describe("cap-training-on-demand", () => {
  it("says which capacity types there are and what to remove", async () => {
    const { messages } = await checkBy(
      capTrainingOnDemand,
      poolWith({
        key: "karpenter.sh/capacity-type",
        operator: "In",
        values: ["on-demand", "spot"],
      }),
    );
    assert.deepEqual(messages, [
      [
        "Training pools launch on-demand or reserved capacity only.",
        "spec.template.spec.requirements: a training pool allows spot, got karpenter.sh/capacity-type In [on-demand spot]; expected karpenter.sh/capacity-type In [on-demand, reserved], or one of the two",
        "Karpenter takes reserved before Spot before on-demand, whatever the order of the values.",
        "Fix: remove spot from the values of karpenter.sh/capacity-type.",
        "More: docs/policies/cap-training-on-demand.md",
      ].join("\n"),
    ]);
  });

  it("says what absence means", async () => {
    const { messages } = await checkBy(capTrainingOnDemand, poolWith());
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.template.spec.requirements: no requirement on karpenter.sh/capacity-type, got nothing; expected karpenter.sh/capacity-type In [on-demand, reserved], or one of the two",
      "Without it Karpenter launches Spot before on-demand whenever Spot is available.",
      'Fix: add { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] } to spec.template.spec.requirements.',
    ]);
  });

  for (const [operator, values, got] of [
    ["Exists", undefined, "karpenter.sh/capacity-type Exists"],
    ["NotIn", ["spot"], "karpenter.sh/capacity-type NotIn [spot]"],
    ["NotIn", ["reserved"], "karpenter.sh/capacity-type NotIn [reserved]"],
    ["DoesNotExist", undefined, "no capacity type that meets all of them"],
  ] as const) {
    it(`refuses ${operator} ${values?.join() ?? ""}`, async () => {
      const { messages } = await checkBy(
        capTrainingOnDemand,
        poolWith({
          key: "karpenter.sh/capacity-type",
          operator,
          ...(values === undefined ? {} : { values: [...values] }),
        }),
      );
      assert.deepEqual(
        messages.map(
          (message) =>
            /^spec.template.spec.requirements: .*, got (.*); expected/m.exec(message)?.[1],
        ),
        [got],
      );
    });
  }

  for (const values of [["on-demand"], ["reserved"], ["reserved", "on-demand"]]) {
    it(`accepts In [${values.join(", ")}]`, async () => {
      const pool = poolWith({ key: "karpenter.sh/capacity-type", operator: "In", values }, kept);
      assert.deepEqual(await pathsBy(capTrainingOnDemand, pool), []);
    });
  }

  it("asks a pool that admits reserved to leave out interruptible reservations", async () => {
    const { messages } = await checkBy(capTrainingOnDemand, poolWith(reservedFirst));
    assert.deepEqual(messages[0]?.split("\n").slice(1, 4), [
      "spec.template.spec.requirements: a training pool allows interruptible reservations, got nothing; expected karpenter.k8s.aws/capacity-reservation-interruptible NotIn [true]",
      "The owner of an interruptible reservation takes it back within minutes; Karpenter uses one if the node class selects it and no other capacity is available.",
      'Fix: add { key: "karpenter.k8s.aws/capacity-reservation-interruptible", operator: "NotIn", values: ["true"] } to spec.template.spec.requirements.',
    ]);
  });

  for (const [operator, values, findings] of [
    ["NotIn", ["false"], 1],
    ["Exists", undefined, 1],
    ["In", ["true", "false"], 1],
    ["In", ["false"], 0],
    ["DoesNotExist", undefined, 0],
  ] as const) {
    it(`${findings === 0 ? "accepts" : "refuses"} interruptible ${operator} ${values?.join() ?? ""}`, async () => {
      const pool = poolWith(reservedFirst, {
        key: kept.key,
        operator,
        ...(values === undefined ? {} : { values: [...values] }),
      });
      assert.equal((await pathsBy(capTrainingOnDemand, pool)).length, findings);
    });
  }

  it("ignores interruptible reservations in a pool with on-demand capacity only", async () => {
    const pool = poolWith({ ...reservedFirst, values: ["on-demand"] });
    assert.deepEqual(await pathsBy(capTrainingOnDemand, pool), []);
  });

  it("checks a pool of several classes as a training pool", async () => {
    const pool = poolWith();
    pool.spec.template.metadata.labels = { workload: "inference", jobs: "yes" };
    const config = {
      classes: { training: { jobs: ["yes"] }, inference: { workload: ["inference"] } },
    };
    assert.deepEqual(await pathsBy(capTrainingOnDemand, pool, undefined, config), [
      requirementsPath,
    ]);
  });

  it("reads no requirement on another key", async () => {
    const pool = trainingPool();
    pool.spec.template.spec.requirements.push({
      key: "karpenter.k8s.aws/instance-size",
      operator: "In",
      values: [5],
    });
    assert.deepEqual(await pathsBy(capTrainingOnDemand, pool), []);
  });
});

/** A training pool with these requirements on the capacity type instead of its own. */
function poolWith(...capacity: Requirement[]) {
  const pool = trainingPool();
  pool.spec.template.spec.requirements = [
    ...pool.spec.template.spec.requirements.filter(
      ({ key }) => key !== "karpenter.sh/capacity-type",
    ),
    ...capacity,
  ];
  return pool;
}
