import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { describe, it } from "mocha";

import { formatFault } from "../../../infra/config/config-fault";
import { rules } from "../../../policies/registry";
import type { ConfigProperty } from "../../../policies/support/rule";
import { belowFloor, environmentClasses, weakeningsOf } from "../../../policies/support/strictness";
import {
  packConfigurationFaults,
  readPackConfiguration,
} from "../../../policies/support/configuration-file";
import { withTemporaryFolder } from "../../support/temporary-folder";

const faults = (value: unknown) => packConfigurationFaults(value, rules).map(formatFault);

const rulesWithClasses = rules.filter(({ config }) => "classes" in config).map(({ id }) => id);

describe("packConfigurationFaults", () => {
  it("accepts levels, objects with a level, and properties that exist", () => {
    assert.deepEqual(
      faults({
        all: "advisory",
        "node-ami-pinned": "disabled",
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

/** Each way to disarm the pack by its configuration, as a file of an environment's name. */
const disarming: readonly (readonly [string, string])[] = [
  ["every rule off", '{"all":"disabled"}'],
  ["every rule off, as an object", '{"all":{"enforcementLevel":"disabled"}}'],
  ["every rule advisory", '{"all":"advisory"}'],
  ["a key that is there twice", '{"clu-endpoint":"mandatory","clu-endpoint":"disabled"}'],
  ["a grave rule off", '{"dis-expire-training":"disabled"}'],
  ["a job of no length", '{"dis-expire-training":{"longestJob":"0s"}}'],
  ["a job of one second", '{"dis-expire-training":{"longestJob":"1s"}}'],
  ["no words of training", '{"acc-label":{"trainingWords":[]}}'],
  [
    "a class in one rule only",
    '{"dis-expire-training":{"classes":{"training":{"workload":["nothing"]}}}}',
  ],
  ["a misspelt rule", '{"dis-expire-trainning":"disabled"}'],
  ["a rule in another case", '{"Dis-Expire-Training":"disabled"}'],
  ["a misspelt property", '{"dis-expire-training":{"longestjob":"1s"}}'],
  ["a misspelt level", '{"dis-expire-training":"mandatry"}'],
  ["a level that rules do not have", '{"dis-expire-training":"remediate"}'],
  ["a rule that is null", '{"dis-expire-training":null}'],
  ["a value of another type", '{"dis-expire-training":{"longestJob":5}}'],
  ["days, which Karpenter does not know", '{"dis-expire-training":{"longestJob":"90 days"}}'],
  ["an empty file", ""],
];

describe("a configuration for production that disarms the pack", () => {
  for (const [title, text] of disarming) {
    it(`is refused: ${title}`, () =>
      withTemporaryFolder((root) => {
        writeFileSync(path.join(root, "production.json"), text);
        assert.notDeepEqual(readPackConfiguration(root, "production.json", rules).faults ?? [], []);
      }));
  }

  it("may be less strict in dev, where it is printed", () =>
    withTemporaryFolder((root) => {
      writeFileSync(
        path.join(root, "dev.json"),
        '{"dis-expire-training":{"longestJob":"2h"},"node-ami-pinned":"disabled"}',
      );
      const read = readPackConfiguration(root, "dev.json", rules);
      assert.deepEqual(read.faults, undefined);
      assert.deepEqual(weakeningsOf(read.configuration ?? {}, rules), [
        'dis-expire-training.longestJob is "2h", not "2160h"',
        "node-ami-pinned is disabled, not mandatory",
      ]);
    }));

  it("cannot switch off in dev what is critical", () =>
    withTemporaryFolder((root) => {
      for (const text of ['{"all":"disabled"}', '{"clu-endpoint":"disabled"}']) {
        writeFileSync(path.join(root, "dev.json"), text);
        assert.notEqual(readPackConfiguration(root, "dev.json", rules).faults, undefined);
      }
    }));
});

describe("a default of every property", () => {
  it("is not below a floor of any environment", () => {
    for (const rule of rules) {
      for (const [name, property] of Object.entries(
        rule.config as Record<string, ConfigProperty<unknown>>,
      )) {
        for (const environment of environmentClasses) {
          assert.equal(belowFloor(property, property.default, environment), undefined, name);
        }
      }
    }
  });
});
