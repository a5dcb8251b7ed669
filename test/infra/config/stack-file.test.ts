import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { formatFaults } from "../../../infra/config/config-fault";
import { readStackFile, stackNames, unknownStack } from "../../../infra/config/stack-file";
import { stackFile, stacksFolder } from "../../support/stack-values";

describe("readStackFile", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "stacks-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const production = () => readFileSync(stackFile("production-us-east-1"), "utf8");
  const read = (text: string) => {
    const file = path.join(folder, "Pulumi.production-us-east-1.yaml");
    writeFileSync(file, text);
    const { faults } = readStackFile(file);
    return formatFaults("stack", faults).split("\n").slice(1);
  };

  it("gives the line of a fault", () => {
    const text = production().replace("natGateways: one-per-zone", "natGateways: two");
    const line = text.split("\n").findIndex((row) => row.includes("natGateways: two")) + 1;
    assert.deepEqual(read(text), [
      `  line ${line}: network.natGateways: unknown value, got "two"; expected one of single, one-per-zone; set network.natGateways`,
    ]);
  });

  it("lists faults in the order of the file", () => {
    const lines = read(
      production()
        .replace("gpu-training: {}", "gpu-training: { weight: 0 }")
        .replace("count", "count")
        .replace("length: 3h", "length: 3 hours"),
    );
    assert.deepEqual(
      lines.map((line) => line.split(": ")[1]),
      ["maintenanceWindow.length", "tiers.gpu-training.weight"],
    );
  });

  it("reports broken YAML with its line and nothing else", () => {
    const [first, ...others] = read(`${production()}\n  : : [\n`);
    assert.match(first ?? "", /^ {2}line \d+: file: not valid YAML/);
    assert.ok(others.every((line) => line.includes("not valid YAML")));
  });

  it("reports a file without configuration", () => {
    assert.deepEqual(read("# yaml-language-server: $schema=./schema.json\n"), [
      "  line 1: config: missing or not a map, got an empty file; expected a map of accelerator-platform:<key>; copy a stack file that works and change it",
    ]);
  });

  it("asks for the schema in the first line", () => {
    assert.deepEqual(
      read(production().replace("# yaml-language-server: $schema=./schema.json\n", "")),
      [
        '  line 1: file: the first line does not name the schema, got "#"; expected # yaml-language-server: $schema=./schema.json; put that line first, so that editors check the file',
      ],
    );
  });
});

const shipped = [
  "dev-us-west-2",
  "production-ap-northeast-1",
  "production-us-east-1",
  "staging-us-west-2",
  "workshop-us-west-2",
];

describe("stackNames and unknownStack", () => {
  it("find the shipped stacks by their file names", () => {
    assert.deepEqual(stackNames(stacksFolder), shipped);
    assert.equal(unknownStack(stacksFolder, "production-us-east-1"), undefined);
  });

  it("name the nearest stack for an unknown one", () => {
    assert.equal(
      unknownStack(stacksFolder, "prodution-us-east-1"),
      'stack: unknown, got "prodution-us-east-1"; expected one of dev-us-west-2, production-ap-northeast-1, production-us-east-1, staging-us-west-2, workshop-us-west-2; did you mean production-us-east-1?',
    );
  });

  it("say how to make a stack where none is near", () => {
    assert.equal(
      unknownStack(stacksFolder, "x"),
      'stack: unknown, got "x"; expected one of dev-us-west-2, production-ap-northeast-1, production-us-east-1, staging-us-west-2, workshop-us-west-2; add stacks/Pulumi.x.yaml to make it one',
    );
  });
});
