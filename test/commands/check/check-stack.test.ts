import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { after, before, describe, it } from "mocha";

import program from "../../../infra/index";
import { asEngineConfig, checkStack } from "../../../commands/check/check-stack";
import { testDay } from "../../policies/check-program";
import { stackFile } from "../../support/stack-values";

const root = path.resolve(__dirname, "../../..");
const stack = "production-us-east-1";

describe("checkStack", function () {
  this.timeout(60_000);
  let copy: string;

  before(() => {
    copy = mkdtempSync(path.join(tmpdir(), "check-"));
    cpSync(path.join(root, "policies/config"), path.join(copy, "policies/config"), {
      recursive: true,
    });
    mkdirSync(path.join(copy, "stacks"));
  });
  after(() => rmSync(copy, { recursive: true }));

  it(`checks the NodePools, node classes, node group, launch template and cluster of ${stack} and finds nothing, with ids unknown and known`, async () => {
    const check = await checkStack(stackFile(stack), { root, today: testDay, program });
    assert.deepEqual(
      {
        faults: check.faults,
        findings: check.findings,
        defects: check.defects,
        checked: check.checked,
      },
      { faults: [], findings: [], defects: [], checked: 17 },
    );
  });

  it("checks a stack that adopts a cluster, without asking AWS about the cluster", async () => {
    const file = path.join(root, "test/fixtures/stacks/Pulumi.dev-us-east-1.yaml");
    const check = await checkStack(file, { root, today: testDay, program });
    assert.deepEqual(
      {
        faults: check.faults,
        findings: check.findings,
        defects: check.defects,
        resources: check.resources,
      },
      { faults: [], findings: [], defects: [], resources: 53 },
    );
  });

  it("finds budgets in a stack file that allow drift outside the window", async () => {
    edit(
      "gpu-training: { gpus: [h100] }",
      'gpu-training: { gpus: [h100], budgets: [{ nodes: "10%" }] }',
    );
    const check = await checkStack(copiedFile(), { root: copy, today: testDay, program });
    assert.deepEqual(check.faults, []);
    assert.deepEqual(
      check.findings.map(({ policy, level, name, modes }) => ({ policy, level, name, modes })),
      [
        {
          policy: "dis-training-no-voluntary",
          level: "mandatory",
          name: "gpu-training-node-pool",
          modes: ["preview", "update"],
        },
      ],
    );
  });

  it("runs nothing for a file with faults, and reports all of them", async () => {
    edit("region: us-east-1", "regoin: us-east-1");
    const never = () => Promise.reject(new Error("the program ran"));
    const check = await checkStack(copiedFile(), { root: copy, today: testDay, program: never });
    assert.equal(check.resources, 0);
    assert.match(
      check.faults.join("\n"),
      /^stacks\/Pulumi\.production-us-east-1\.yaml: \d+ faults? in the configuration/,
    );
    assert.match(check.faults.join("\n"), /regoin/);
  });

  it("runs nothing for a faulty configuration of the pack", async () => {
    cpSync(stackFile(stack), copiedFile());
    const file = path.join(copy, "policies/config/production.json");
    writeFileSync(file, '{ "acc-lable": "mandatory" }');
    const never = () => Promise.reject(new Error("the program ran"));
    const check = await checkStack(copiedFile(), { root: copy, today: testDay, program: never });
    assert.equal(check.faults.length, 1);
    assert.match(check.faults[0] ?? "", /acc-lable: unknown rule.*did you mean acc-label\?$/);
  });

  const copiedFile = () => path.join(copy, "stacks", `Pulumi.${stack}.yaml`);

  function edit(text: string, replacement: string): void {
    const original = readFileSync(stackFile(stack), "utf8");
    assert.ok(original.includes(text), `${stack} has ${text}`);
    writeFileSync(copiedFile(), original.replace(text, replacement));
  }
});

describe("asEngineConfig", () => {
  it("passes maps, lists, numbers and booleans as text, as the engine does", () => {
    assert.deepEqual(
      asEngineConfig({
        "accelerator-platform:region": "us-east-1",
        "accelerator-platform:protect": true,
        tiers: { "gpu-training": { limits: { cpu: 5 } } },
      }),
      {
        "accelerator-platform:region": "us-east-1",
        "accelerator-platform:protect": "true",
        "accelerator-platform:tiers": '{"gpu-training":{"limits":{"cpu":5}}}',
      },
    );
  });
});
