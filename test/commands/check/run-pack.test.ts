import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";

import { rules } from "../../../policies/registry";
import { isStackRule } from "../../../policies/support/rule";
import type { AnyRule } from "../../../policies/support/rule";
import { recordRegistrations } from "../../../commands/check/recorder";
import { runPack } from "../../../commands/check/run-pack";
import { inferencePool } from "../../fixtures/resources/node-pool";
import { testDay } from "../../policies/check-program";

/** A NodePool that none of our components makes. */
class NodePool extends pulumi.CustomResource {
  constructor(name: string, inputs: object) {
    super("kubernetes:karpenter.sh/v1:NodePool", name, inputs);
  }
}

class Cluster extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string) {
    super("aws:test/cluster:Cluster", name, { name: undefined });
  }
}

describe("runPack", () => {
  it("checks each registration, with the message that the engine would print", async () => {
    const run = await runProgram(() => {
      new NodePool("good", inferencePool());
      const bad = inferencePool();
      bad.spec.limits = {};
      new NodePool("bad", bad);
    });
    assert.equal(run.checked, 2);
    assert.deepEqual(run.defects, []);
    assert.deepEqual(
      run.reports.map(({ policy, level, name, urn }) => ({ policy, level, name, urn })),
      [
        {
          policy: "cost-limits-required",
          level: "mandatory",
          name: "bad",
          urn: "urn:pulumi:dev::test::kubernetes:karpenter.sh/v1:NodePool::bad",
        },
      ],
    );
    assert.equal(
      run.reports[0]?.message.split("\n")[1],
      "spec.limits: no limit on what the pool may launch, got nothing; expected limits for nvidia.com/gpu",
    );
  });

  it("reports a spec that depends on a cluster that does not exist yet, in a preview", async () => {
    const program = () => {
      const cluster = new Cluster("cluster");
      const pool = inferencePool();
      new NodePool("pool", { ...pool, spec: cluster.name.apply(() => pool.spec) });
    };
    const preview = await runProgram(program, true);
    assert.deepEqual(
      preview.reports.map(({ policy, level }) => [policy, level]),
      [...rules]
        // Rules that see the whole program run last.
        .sort((a, b) => Number(isStackRule(a)) - Number(isStackRule(b)))
        .filter(({ types }) => types.includes("kubernetes:karpenter.sh/v1:NodePool"))
        .map(({ id, level }) => [id, level]),
    );
    assert.deepEqual(
      new Set(preview.reports.map(({ message }) => message.split("\n")[1]?.split(",")[0])),
      new Set(["spec: not known at preview"]),
    );
    assert.deepEqual((await runProgram(program, false)).reports, []);
  });

  it("checks all resources together after each one, by the inputs of the program", async () => {
    const run = await runProgram(() => {
      const pool = inferencePool();
      pool.spec.template.spec.requirements.push({
        key: "karpenter.sh/capacity-type",
        operator: "NotIn",
        values: ["spot"],
      });
      new NodePool("on-demand", pool);
      const reserved = inferencePool();
      reserved.spec.template.spec.requirements[2]!.values = ["reserved"];
      reserved.spec.limits = {};
      new NodePool("reserved", reserved);
    });
    assert.deepEqual(
      run.reports.map(({ policy, level, type, name, urn }) => ({ policy, level, type, name, urn })),
      ["cost-limits-required", "cap-reserved-has-selector"].map((policy) => ({
        policy,
        level: "mandatory",
        type: "kubernetes:karpenter.sh/v1:NodePool",
        name: "reserved",
        urn: "urn:pulumi:dev::test::kubernetes:karpenter.sh/v1:NodePool::reserved",
      })),
    );
    assert.deepEqual(run.defects, []);
  });

  it("takes level and properties from the configuration", async () => {
    const program = () => {
      const pool = inferencePool();
      pool.spec.template.metadata.labels = { team: "ml" };
      new NodePool("pool", pool);
    };
    const found = async (configuration: object) =>
      (await runProgram(program, false, { configuration: { ...configuration } })).reports.map(
        ({ policy, level }) => [policy, level],
      );
    assert.deepEqual(await found({}), [["acc-label", "mandatory"]]);
    assert.deepEqual(await found({ "acc-label": "advisory" }), [["acc-label", "advisory"]]);
    const classes = { training: { workload: ["training"] }, serving: { team: ["ml"] } };
    assert.deepEqual(await found({ "acc-label": { classes } }), []);
  });

  it("reports a rule that throws as a defect of the pack", async () => {
    const run = await runProgram(() => new NodePool("pool", {}), false, {
      rules: [
        {
          ...(rules[0] as AnyRule),
          check: () => {
            throw new Error("oh");
          },
        },
      ],
    });
    assert.deepEqual(run.reports, []);
    assert.deepEqual(
      run.defects.map(({ policy, message }) => [policy, message.split("\n")[1]]),
      [
        [
          "acc-gpu-taint",
          "resource: rule acc-gpu-taint could not check this resource, got oh; expected a resource that the rule can read",
        ],
      ],
    );
  });
});

async function runProgram(
  program: () => unknown,
  preview = false,
  options: { configuration?: Record<string, never>; rules?: readonly AnyRule[] } = {},
) {
  const registrations = await recordRegistrations(program, {
    project: "test",
    stack: "dev",
    preview,
    config: {},
  });
  return runPack(registrations, { today: testDay, configuration: {}, ...options });
}
