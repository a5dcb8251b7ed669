import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { describe, it } from "mocha";

import { formatFault } from "../../../infra/config/config-fault";
import { rules } from "../../../policies/registry";
import {
  packConfigurationFaults,
  readPackConfiguration,
} from "../../../commands/check/pack-configuration";
import { withTemporaryFolder } from "../../support/temporary-folder";

const faults = (value: unknown) => packConfigurationFaults(value, rules).map(formatFault);

const rulesWithClasses = rules.filter(({ config }) => "classes" in config).map(({ id }) => id);

describe("packConfigurationFaults", () => {
  it("accepts levels, objects with a level, and properties that exist", () => {
    assert.deepEqual(
      faults({
        all: "advisory",
        "acc-gpu-taint": "disabled",
        "dis-training-no-voluntary": {
          enforcementLevel: "mandatory",
          maxMaintenanceWindowMinutes: 60,
        },
      }),
      [],
    );
  });

  it("names unknown rules and properties with the nearest known one", () => {
    assert.deepEqual(
      faults({
        "acc-gpu-tain": "mandatory",
        "dis-training-no-voluntary": { maxMaintenanceWindowMinute: 60 },
        "acc-gpu-taint": { strict: true },
      }),
      [
        `acc-gpu-tain: unknown rule, got "acc-gpu-tain"; expected all or one of ${rules.map(({ id }) => id).join(", ")}; did you mean acc-gpu-taint?`,
        'dis-training-no-voluntary.maxMaintenanceWindowMinute: unknown property, got "maxMaintenanceWindowMinute"; expected one of classes, trainingWords, maxMaintenanceWindowMinutes, maxMaintenanceHoursPerWeek; did you mean maxMaintenanceWindowMinutes?',
        'acc-gpu-taint.strict: unknown property, got "strict"; expected no property: the rule has none; remove it',
      ],
    );
  });

  it("refuses levels and values that the engine would refuse", () => {
    assert.deepEqual(
      faults({
        all: "strict",
        "acc-label": { enforcementLevel: 1 },
        "dis-training-no-voluntary": { maxMaintenanceWindowMinutes: "60" },
      }),
      [
        'all: no level, got "strict"; expected advisory, mandatory, disabled; write one of them',
        "acc-label.enforcementLevel: no level, got 1; expected advisory, mandatory, disabled; write one of them",
        'dis-training-no-voluntary.maxMaintenanceWindowMinutes: not allowed, got "60"; expected a value that must be integer; see docs/policies/dis-training-no-voluntary.md',
      ],
    );
  });

  it("requires workload classes to include a training class", () => {
    const classes = { serving: { workload: ["serving"] } };
    const everywhere = Object.fromEntries(rulesWithClasses.map((id) => [id, { classes }]));
    assert.deepEqual(
      faults(everywhere).map((fault) => fault.split(";")[1]),
      Array<string>(rulesWithClasses.length).fill(
        " expected a value that must have required property 'training'",
      ),
    );
  });

  it("requires a shared property to be the same in every rule that has it", () => {
    assert.deepEqual(faults({ "acc-label": { classes: { training: { jobs: ["yes"] } } } }), [
      `acc-label.classes: different in the rules that share it, got {"training":{"jobs":["yes"]}} in acc-label, ${rulesWithClasses
        .slice(1)
        .map((id) => `the default in ${id}`)
        .join(", ")}; expected the same in all of them; repeat the override in each`,
    ]);
  });

  it("refuses anything but an object", () => {
    assert.deepEqual(faults([]), [
      "configuration: no object, got []; expected one; write {} for the defaults",
    ]);
  });
});

describe("readPackConfiguration", () => {
  it("names a file that is missing or not JSON", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "pack-configuration-"));
    mkdirSync(path.join(folder, "config"));
    const file = path.join(folder, "config/dev.json");
    assert.deepEqual(readPackConfiguration(folder, "config/dev.json", rules).faults, [
      `config/dev.json: missing, got nothing; expected the pack's configuration for the environment; add dev.json, {} for the defaults`,
    ]);
    writeFileSync(file, "{");
    const [fault = ""] = readPackConfiguration(folder, "config/dev.json", rules).faults ?? [];
    assert.ok(fault.startsWith("config/dev.json:1: no JSON, got "), fault);
    writeFileSync(file, '{"acc-label": "advisory"}');
    assert.deepEqual(readPackConfiguration(folder, "config/dev.json", rules), {
      configuration: { "acc-label": "advisory" },
    });
    rmSync(folder, { recursive: true });
  });

  for (const [title, text, line] of [
    ["a misspelt rule", '{\n  "acc-label": "mandatory",\n  "acc-lable": "mandatory"\n}', 3],
    ["a level in an object", '{\n  "acc-label": {\n    "enforcementLevel": 1\n  }\n}', 3],
    ["a shared property", '{\n  "acc-label": {\n    "classes": { "training": {} }\n  }\n}', 3],
    ["another value than an object", "[]", 1],
    ["a word that is no JSON", '{\n  "acc-label": mandatory\n}', 2],
    ["a comma too many", '{\n  "acc-label": "mandatory",\n}', 3],
    ["an end that is missing", '{\n  "acc-label": "mandatory"\n', 3],
  ] as const) {
    it(`gives the path from the root and the line of ${title}, as terminals and editors open them`, () =>
      withTemporaryFolder((root) => {
        writeFileSync(path.join(root, "dev.json"), text);
        const { faults: found = [] } = readPackConfiguration(root, "dev.json", rules);
        assert.ok(found.length > 0);
        for (const fault of found) assert.ok(fault.startsWith(`dev.json:${line}: `), fault);
      }));
  }
});
