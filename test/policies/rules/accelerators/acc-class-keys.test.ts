import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { cpuPool } from "../../../fixtures/resources/node-pool";
import { checkResource } from "../../check-program";

describe("acc-class-keys", () => {
  it("lets every rule read what a pool of Auto Mode can launch by its own keys", async () => {
    const pool = cpuPool();
    pool.spec.template.spec.nodeClassRef = {
      group: "eks.amazonaws.com",
      kind: "NodeClass",
      name: "default",
    };
    pool.spec.template.spec.requirements = [
      { key: "eks.amazonaws.com/instance-family", operator: "In", values: ["p5"] },
    ];
    pool.spec.limits = { "nvidia.com/gpu": 8 };
    const { verdicts } = await checkResource(pool);
    assert.deepEqual(
      verdicts.map(({ rule }) => rule),
      ["acc-gpu-taint", "acc-label"],
    );
  });
});
