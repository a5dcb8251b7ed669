import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import Ajv from "ajv";
import { describe, it } from "mocha";

import { packName, ruleGroups, rules } from "../../policies/registry";
import { toPolicies } from "../../policies/support/adapter";
import { configSchemaOf, levelOf } from "../../policies/support/configuration";
import type { PackConfiguration } from "../../policies/support/configuration";
import type { EnvironmentClass } from "../../policies/support/strictness";
import { rulePage } from "../../policies/support/rule-page";
import type { ConfigProperty } from "../../policies/support/rule";
import { packConfigurationFaults } from "../../policies/support/configuration-file";
import { policyFixtures, policyFixturesFolder } from "../../dev/generate/policy-fixtures";
import { policyPages } from "../../dev/generate/policy-pages";
import { testDay } from "./check-program";

const root = path.resolve(__dirname, "../..");
const allFixtures = policyFixtures();

describe("the registry of rules", () => {
  it("has no id twice, and only ids that the engine allows", () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.match(packName, /^[a-zA-Z0-9-_.]{1,100}$/);
    for (const { id } of rules) assert.match(id, /^[a-z]+(-[a-z]+[0-9]?)+$/);
  });

  it("starts each rule's id with the prefix of its group", () => {
    for (const { prefix, rules: grouped } of ruleGroups) {
      for (const { id } of grouped) assert.equal(id.split("-")[0], prefix, id);
    }
  });

  it("has one file per rule in the folder of its group, and no file without a rule", () => {
    assert.deepEqual(
      readdirSync(path.join(root, "policies/rules"), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .sort(),
      ruleGroups
        .flatMap((group) => group.rules.map(({ id }) => path.join(group.folder, `${id}.ts`)))
        .sort(),
    );
  });

  it("has one test file per rule in the folder of its group", () => {
    for (const { folder, rules: grouped } of ruleGroups) {
      for (const { id } of grouped) {
        const file = path.join("test/policies/rules", folder, `${id}.test.ts`);
        assert.ok(existsSync(path.join(root, file)), file);
      }
    }
  });

  for (const rule of rules) {
    it(`has everything that ${rule.id} needs`, () => {
      const fixtures = allFixtures.filter((fixture) => fixture.rule === rule.id);
      for (const kind of ["good", "bad"] as const) {
        const names = fixtures.filter((fixture) => fixture.kind === kind).map(({ name }) => name);
        assert.ok(
          names.includes("typical"),
          `${policyFixturesFolder}/${rule.id}/${kind}/typical.yaml`,
        );
      }
      assert.match(rule.title, /^[A-Z].*\.$/);
      assert.match(rule.why, /^[A-Z].*\.$/);
      assert.ok(existsSync(path.join(root, rulePage(rule.id))));
      assert.ok(rule.guardedPaths.length > 0);
      assert.ok(rule.scope.length > 0);
    });

    it(`has defaults for ${rule.id} that its own schema allows`, () => {
      for (const [name, property] of Object.entries(
        rule.config as Record<string, ConfigProperty<unknown>>,
      )) {
        const validate = new Ajv({ strict: false }).compile(property.schema);
        assert.ok(validate(property.default), `${name}: ${JSON.stringify(validate.errors)}`);
      }
    });
  }

  it("has no folder of fixtures without a rule", () => {
    const folders = readdirSync(path.join(root, policyFixturesFolder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(folders.sort(), rules.map(({ id }) => id).sort());
  });

  it("has pages that are current", () => {
    for (const { file, text } of policyPages()) {
      assert.equal(
        readFileSync(path.join(root, file), "utf8"),
        text,
        `${file}: run npm run generate`,
      );
    }
  });

  it("becomes policies with id, severity, level, link and configuration schema", () => {
    const repository = "https://example.org/platform";
    const policies = toPolicies(rules, { today: testDay, repository });
    assert.deepEqual(
      policies.map(({ name, severity, enforcementLevel, url, configSchema }) => ({
        name,
        severity,
        enforcementLevel,
        url,
        configSchema,
      })),
      rules.map((rule) => ({
        name: rule.id,
        severity: rule.severity,
        enforcementLevel: rule.level,
        url: `https://example.org/platform/blob/HEAD/docs/policies/${rule.id}.md`,
        configSchema: configSchemaOf(rule),
      })),
    );
  });
});

describe("the pack's configuration files", () => {
  const folder = path.join(root, "policies/config");

  it("are there for each environment", () => {
    assert.deepEqual(readdirSync(folder).sort(), [
      "dev.json",
      "production.json",
      "staging.json",
      "workshop.json",
    ]);
  });

  for (const file of readdirSync(folder)) {
    it(`have only rules, properties and values in ${file} that exist`, () => {
      const configuration: unknown = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
      assert.deepEqual(
        packConfigurationFaults(
          configuration,
          rules,
          path.basename(file, ".json") as EnvironmentClass,
        ),
        [],
      );
    });
  }

  it("switch no rule off, and make only the AMI's pin advisory, in dev and workshop", () => {
    for (const file of readdirSync(folder)) {
      const configuration = JSON.parse(
        readFileSync(path.join(folder, file), "utf8"),
      ) as PackConfiguration;
      const lowered = rules.filter((rule) => levelOf(rule, configuration) !== rule.level);
      assert.deepEqual(
        lowered.map((rule) => [rule.id, levelOf(rule, configuration)]),
        ["dev.json", "workshop.json"].includes(file) ? [["node-ami-pinned", "advisory"]] : [],
        file,
      );
    }
  });
});
