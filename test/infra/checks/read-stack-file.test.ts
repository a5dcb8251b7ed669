import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { readStackFile } from "../../../infra/checks/read-stack-file";
import { formatFaults } from "../../../infra/config/config-fault";
import { stackNames } from "../../../infra/config/stack-names";
import { shippedStacks, stackFile } from "../../support/stack-values";

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
    return formatFaults("stacks/Pulumi.x.yaml", faults).split("\n").slice(1);
  };

  it("gives file and line of a fault, as terminals and editors open them", () => {
    const text = production().replace("natGateways: one-per-zone", "natGateways: two");
    const line = text.split("\n").findIndex((row) => row.includes("natGateways: two")) + 1;
    assert.deepEqual(read(text), [
      `  stacks/Pulumi.x.yaml:${line}: network.natGateways: unknown value, got "two"; expected one of single, one-per-zone; set network.natGateways`,
    ]);
  });

  it("gives the line of config: for a section that is missing, and the parent's for a missing key", () => {
    const lines = read(production().replace("accelerator-platform:versions:", "other:"));
    const config = production().split("\n").indexOf("config:") + 1;
    const missing = lines.filter((line) => line.includes("versions: missing"));
    assert.deepEqual(
      missing.map((line) => line.split(": ")[0]),
      [`  stacks/Pulumi.x.yaml:${config}`],
    );
    const cluster = production().split("\n").indexOf("  accelerator-platform:cluster:") + 1;
    assert.match(
      read(production().replace(/^ {4}name: .*\n/m, "")).join("\n"),
      new RegExp(`^ {2}stacks/Pulumi\\.x\\.yaml:${cluster}: cluster\\.name: missing`, "m"),
    );
  });

  for (const [title, make, message] of [
    [
      "a folder",
      (file: string) => mkdirSync(file),
      "  file: not a file, got a folder; expected a Pulumi stack file; remove it",
    ],
    [
      "a broken link",
      (file: string) => symlinkSync("nowhere.yaml", file),
      "  file: missing, got nothing, or a link to a file that does not exist; expected a Pulumi stack file; restore the file, or remove the link",
    ],
    [
      "a link to itself",
      (file: string) => symlinkSync(file, file),
      /^ {2}file: cannot be read, got "ELOOP: .*; expected a Pulumi stack file; let your user read it$/,
    ],
  ] as const) {
    it(`reports ${title} that has the name of a stack file, without an exception`, () => {
      const file = path.join(folder, "Pulumi.dev-us-west-2.yaml");
      make(file);
      const { config, faults } = readStackFile(file);
      assert.equal(config, undefined);
      const text = formatFaults(file, faults).split("\n").slice(1).join("\n");
      if (typeof message === "string") assert.equal(text, message);
      else assert.match(text, message);
    });
  }

  it("lists faults in the order of the file", () => {
    const lines = read(
      production()
        .replace("gpu-training: { gpus: [h100] }", "gpu-training: { weight: 0 }")
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
    assert.match(first ?? "", /^ {2}stacks\/Pulumi\.x\.yaml:\d+: file: not valid YAML/);
    assert.ok(others.every((line) => line.includes("not valid YAML")));
  });

  it("reports one fault for a tab, not one for each line after it", () => {
    const lines = production().split("\n");
    const line = lines.findIndex((text) => text.startsWith("    ")) + 1;
    lines[line - 1] = `\t${(lines[line - 1] ?? "").trimStart()}`;
    assert.deepEqual(read(lines.join("\n")), [
      `  stacks/Pulumi.x.yaml:${line}: file: not valid YAML, got "Tabs are not allowed as indentation at line ${line}, column 1:"; expected a Pulumi stack file; indent with spaces, in the whole file`,
    ]);
  });

  it("reports a key without its namespace once, with its line, and reads its value", () => {
    const text = production().replace("accelerator-platform:timeZone: ", "timeZone: ");
    const line = text.split("\n").findIndex((row) => row.includes("timeZone: ")) + 1;
    assert.deepEqual(read(text), [
      `  stacks/Pulumi.x.yaml:${line}: timeZone: key without its namespace, got "timeZone"; expected keys that begin with accelerator-platform:; write accelerator-platform:timeZone`,
    ]);
  });

  it("accepts a file with a byte order mark", () => {
    assert.deepEqual(read(`\uFEFF${production()}`), []);
  });

  it("reports a key beside config that Pulumi does not know", () => {
    const line = production().trimEnd().split("\n").length + 1;
    assert.deepEqual(read(`${production().trimEnd()}\nconfigs: {}\n`), [
      `  stacks/Pulumi.x.yaml:${line}: configs: unknown key, got {}; expected one of config, encryptedkey, encryptionsalt, environment, secretsprovider; did you mean config?`,
    ]);
  });

  const odd = (value: string) =>
    read(`${production().trimEnd()}\n  ? "accelerator-platform:odd"\n  : ${value}\n`);
  const tooDeep = [
    "  stacks/Pulumi.x.yaml:1: file: nested more than 256 levels deep; expected a Pulumi stack file; remove the deep nesting",
  ];

  it("reports aliases without an anchor, of themselves, or of too much data, without an exception", () => {
    assert.deepEqual(odd("*nowhere"), [
      "  stacks/Pulumi.x.yaml:1: file: Unresolved alias (the anchor must be set before the alias): nowhere; expected a Pulumi stack file; write the value in place of the alias",
    ]);
    assert.deepEqual(odd("&self [*self, *self]"), tooDeep);
    const laughs = Array.from(
      { length: 5 },
      (_, level) => `&a${level + 1} [${`*a${level}, `.repeat(9)}]`,
    );
    assert.match(
      odd(`[&a0 [ha], ${laughs.join(", ")}]`).join(),
      /^ {2}stacks\/Pulumi\.x\.yaml:1: file: Excessive alias count/,
    );
  });

  it("reports a file that is nested too deep before the parser's stack overflows", () => {
    for (const opening of ["[", "{ a: ", "- ", "? "]) {
      assert.deepEqual(odd(`\n    ${opening.repeat(20_000)}`), tooDeep);
    }
    assert.deepEqual(odd(`\n${" ".repeat(300)}a`), tooDeep);
    const quoted = odd(`"${"[".repeat(400)}"`);
    assert.equal(quoted.length, 1);
    assert.match(quoted.join(), /^ {2}stacks\/Pulumi\.x\.yaml:\d+: odd: unknown key/);
  });

  it("reports keys that every JavaScript object has", () => {
    const text = `${production().trimEnd()}\n  accelerator-platform:__proto__: {}\n`;
    assert.match(
      read(text).join(),
      /^ {2}stacks\/Pulumi\.x\.yaml:\d+: __proto__: unknown key, got \{\}/,
    );
  });

  it("reports a file without configuration", () => {
    assert.deepEqual(read("# yaml-language-server: $schema=./schema.json\n"), [
      "  stacks/Pulumi.x.yaml:1: config: missing or not a map, got an empty file; expected a map of accelerator-platform:<key>; copy a stack file that works and change it",
    ]);
  });

  it("requires the schema in the first line", () => {
    assert.deepEqual(
      read(production().replace("# yaml-language-server: $schema=./schema.json\n", "")),
      [
        '  stacks/Pulumi.x.yaml:1: file: the first line does not name the schema, got "#"; expected # yaml-language-server: $schema=./schema.json; put that line first, so that editors check the file',
      ],
    );
  });
});
describe("the stack files in stacks/", () => {
  for (const stack of stackNames(shippedStacks)) {
    it(`have no fault in ${stack}`, () => {
      const file = stackFile(stack, shippedStacks);
      const { faults } = readStackFile(file);
      assert.equal(faults.length, 0, formatFaults(file, faults));
    });
  }
});
