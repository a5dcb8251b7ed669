import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { stackNames } from "../../infra/config/stack-names";
import program from "../../infra/index";
import { checkStack } from "../../commands/check/check-stack";
import { stackFile, stacksFolder } from "../support/stack-values";

const checkout = path.resolve(__dirname, "../..");

describe("a new region or environment", function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stacks-"));
    fs.cpSync(stacksFolder, folder, { recursive: true });
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("is one more stack file and nothing else", async () => {
    const text = fs.readFileSync(stackFile("production-us-east-1"), "utf8");
    const stack = "staging-eu-west-1";
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    fs.writeFileSync(
      file,
      text
        .replaceAll("us-east-1", "eu-west-1")
        .replace("environment: production", "environment: staging")
        .replaceAll("production-eu-west-1", stack)
        // Big iron is not for staging, and the pack says so.
        .replace("gpu-training: {}", "gpu-training: { families: [g5] }")
        .replace("gpu-training-protected: {}", "gpu-training-protected: { families: [g5, g6] }")
        .replace("    trainium-trn1: {}\n", ""),
    );

    assert.ok(stackNames(folder).includes(stack));
    const { faults, findings, defects, resources } = await checkStack(file, {
      root: checkout,
      today: new Date("2026-11-01"),
      program,
    });
    assert.deepEqual({ faults, findings, defects }, { faults: [], findings: [], defects: [] });
    assert.ok(resources > 100, `${resources} resources`);
  });
});
