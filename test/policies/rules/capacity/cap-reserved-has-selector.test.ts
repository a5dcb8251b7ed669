import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { capReservedHasSelector } from "../../../../policies/rules/capacity/cap-reserved-has-selector";
import {
  nodeClass,
  nodeClassPatchToken,
  nodeClassToken,
} from "../../../fixtures/resources/node-class";
import { inferencePool, trainingPool } from "../../../fixtures/resources/node-pool";
import type { PoolFixture } from "../../../fixtures/resources/node-pool";
import type { FixtureResource } from "../../../../dev/generate/policy-fixtures";
import { checkProgram, nodePoolToken } from "../../check-program";

const marker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const byId = [{ id: "cr-0123456789abcdef0" }];

describe("cap-reserved-has-selector", () => {
  it("names the class that selects nothing, and gives both fixes", async () => {
    const { messages } = await checked([reservedPool(), classWith(undefined)]);
    assert.deepEqual(messages, [
      [
        "Pools that ask for reserved capacity name a node class that selects reservations.",
        "spec.template.spec.requirements: reserved capacity, but the pool's EC2NodeClass selects no reservation, got karpenter.sh/capacity-type In [on-demand reserved], and no spec.capacityReservationSelectorTerms; expected at least one term in spec.capacityReservationSelectorTerms of the class",
        "Karpenter knows no reserved offering for the pool: it launches its other capacity types, and with reserved alone it launches nothing.",
        "Fix: add the reservation's id or tags to spec.capacityReservationSelectorTerms of the class, or remove reserved from the values of karpenter.sh/capacity-type.",
        "More: docs/policies/cap-reserved-has-selector.md",
      ].join("\n"),
    ]);
  });

  it("says that a class is not in the program", async () => {
    const { messages, verdicts } = await checked([reservedPool()]);
    assert.deepEqual(verdicts, [
      {
        rule: "cap-reserved-has-selector",
        resource: "h100-jobs",
        path: "spec.template.spec.nodeClassRef.name",
        level: "mandatory",
      },
    ]);
    assert.equal(
      messages[0]?.split("\n")[1],
      "spec.template.spec.nodeClassRef.name: reserved capacity from a node class that is not in the program, got a class of another name, with karpenter.sh/capacity-type In [on-demand reserved]; expected an EC2NodeClass of the program",
    );
  });

  it("checks each pool with its own class, wherever the class is in the program", async () => {
    const other = reservedPool();
    other.properties.metadata.name = "other-jobs";
    other.properties.spec.template.spec.nodeClassRef.name = "other";
    const { verdicts } = await checked([
      classWith(byId),
      reservedPool(),
      { ...other, name: "other-jobs" },
      classWith(undefined, "other"),
    ]);
    assert.deepEqual(
      verdicts.map(({ resource }) => resource),
      ["other-jobs"],
    );
  });

  for (const [what, capacity] of [
    ["no requirement", undefined],
    ["Exists", { operator: "Exists" }],
    ["NotIn [spot]", { operator: "NotIn", values: ["spot"] }],
    ["In [on-demand]", { operator: "In", values: ["on-demand"] }],
  ] as const) {
    it(`does not ask for a selector with ${what} on the capacity type`, async () => {
      const { verdicts } = await checked([poolWith(capacity), classWith(undefined)]);
      assert.deepEqual(verdicts, []);
    });
  }

  it("checks pools of every class, static ones too", async () => {
    const pool = inferencePool();
    pool.spec.replicas = 2;
    pool.spec.template.spec.requirements = [
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["reserved"] },
    ];
    const { verdicts } = await checked([
      { type: nodePoolToken, name: "l4-serving", properties: { ...pool } },
      classWith(undefined),
    ]);
    assert.equal(verdicts.length, 1);
  });

  it("counts patches of the class, for the selector and against it", async () => {
    const patch = (terms: unknown) => ({
      type: nodeClassPatchToken,
      name: "patch",
      properties: {
        metadata: { name: "gpu" },
        spec: { capacityReservationSelectorTerms: terms },
      },
    });
    const found = async (...resources: FixtureResource[]) =>
      (await checked([reservedPool(), ...resources])).messages.map(
        (message) => /, and (\w+ [^\s;]*)/.exec(message)?.[1],
      );
    assert.deepEqual(await found(classWith(undefined), patch(byId)), []);
    assert.deepEqual(await found(patch(byId)), []);
    assert.deepEqual(await found(classWith(byId), patch(undefined)), []);
    assert.deepEqual(await found(classWith(byId), patch([])), ["an empty"]);
    assert.deepEqual(await found(patch(undefined)), ["no spec.capacityReservationSelectorTerms"]);
  });

  it("reports what it cannot read: selector, reference, requirement", async () => {
    const paths = async (...resources: FixtureResource[]) =>
      (await checked(resources)).verdicts.map(({ path }) => path);
    assert.deepEqual(await paths(reservedPool(), classWith("cr-1")), [
      "spec.capacityReservationSelectorTerms",
    ]);
    const unreferenced = reservedPool();
    Object.assign(unreferenced.properties.spec.template.spec.nodeClassRef, { name: 5 });
    assert.deepEqual(
      (await checked([unreferenced])).messages.map((message) => message.split("\n")[1]),
      ["spec.template.spec.nodeClassRef.name: unexpected shape, got the number 5; expected a text"],
    );
    assert.deepEqual(await paths(poolWith({ operator: "In", values: [] })), [
      "spec.template.spec.requirements[0].values",
    ]);
  });

  it("reports unknown values, and does not match a class whose name is unknown", async () => {
    const paths = async (...resources: FixtureResource[]) =>
      (await checked(resources)).verdicts.map(({ path }) => path);
    assert.deepEqual(await paths(reservedPool(), classWith(marker)), [
      "spec.capacityReservationSelectorTerms",
    ]);
    assert.deepEqual(await paths(reservedPool(), classWith(byId, marker)), [
      "spec.template.spec.nodeClassRef.name",
    ]);
  });

  it("does not read what the selector selects", async () => {
    const { verdicts } = await checked([reservedPool(), classWith([{ id: marker }])]);
    assert.deepEqual(verdicts, []);
  });

  it("says that the API server refuses a pool without a nodeClassRef", async () => {
    const pool = reservedPool();
    Object.assign(pool.properties.spec.template.spec, { nodeClassRef: undefined });
    const { messages } = await checked([pool]);
    assert.deepEqual(messages[0]?.split("\n").slice(2, 4), [
      "The API server refuses a pool without a node class.",
      "Fix: write the name of an EC2NodeClass at spec.template.spec.nodeClassRef.name.",
    ]);
  });
});

function checked(resources: readonly FixtureResource[]) {
  return checkProgram(resources, { rules: [capReservedHasSelector] });
}

type PoolResource = FixtureResource & {
  readonly properties: PoolFixture & Readonly<Record<string, unknown>>;
};

function reservedPool(): PoolResource {
  return poolWith({ operator: "In", values: ["reserved", "on-demand"] });
}

function poolWith(
  capacity: { readonly operator: string; readonly values?: readonly string[] } | undefined,
): PoolResource {
  const pool = trainingPool();
  pool.spec.template.spec.requirements =
    capacity === undefined
      ? []
      : [
          {
            key: "karpenter.sh/capacity-type",
            operator: capacity.operator,
            ...(capacity.values === undefined ? {} : { values: [...capacity.values] }),
          },
        ];
  return { type: nodePoolToken, name: "h100-jobs", properties: { ...pool } };
}

function classWith(terms: unknown, name = "gpu"): FixtureResource {
  const base = nodeClass();
  return {
    type: nodeClassToken,
    name: `class-${name}`,
    properties: {
      ...base,
      metadata: { name },
      spec: { ...base.spec, capacityReservationSelectorTerms: terms },
    },
  };
}
