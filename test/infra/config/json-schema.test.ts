import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { describe, it } from "mocha";
import { parse } from "yaml";

import { tierNames, tierProfiles } from "../../../components/node-pools/tier-profiles";
import { stackFileSchema, stackFileSchemaText } from "../../../infra/config/json-schema";
import { stackNames } from "../../../infra/config/stack-names";
import { shippedStacks, stackFile } from "../../support/stack-values";

describe("stacks/schema.json", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(stackFileSchema());

  it("is what the schema of the program gives", () => {
    assert.equal(
      readFileSync(path.join(shippedStacks, "schema.json"), "utf8"),
      stackFileSchemaText(),
    );
  });

  for (const stack of stackNames(shippedStacks)) {
    it(`accepts ${stack}`, () => {
      const file: unknown = parse(readFileSync(stackFile(stack, shippedStacks), "utf8"));
      assert.equal(validate(file), true, JSON.stringify(validate.errors));
    });
  }

  it("refuses an unknown key at the top and in a section", () => {
    for (const change of ["accelerator-platform:regoin", "accelerator-platform:tiers"]) {
      const file = parse(readFileSync(stackFile("production-us-east-1"), "utf8")) as {
        config: Record<string, unknown>;
      };
      file.config[change] = { nonsense: {} };
      assert.equal(validate(file), false);
    }
  });

  it("describes every tier by the purpose of its profile", () => {
    const { properties } = stackFileSchema() as unknown as {
      properties: { config: { properties: Record<string, { properties: object }> } };
    };
    const tiers = properties.config.properties["accelerator-platform:tiers"]?.properties ?? {};
    const descriptions = Object.entries(tiers as Record<string, { description: string }>).map(
      ([pool, { description }]) => [pool, description],
    );
    assert.deepEqual(
      descriptions,
      tierNames.flatMap((tier) => [
        [tier, tierProfiles[tier].purpose],
        [`${tier}-b`, `The second slot of ${tier}. ${tierProfiles[tier].purpose}`],
      ]),
    );
  });

  it("lists the instance families of the catalogue", () => {
    const { $defs } = stackFileSchema() as { $defs: Record<string, { enum?: string[] }> };
    const families = $defs["instanceFamily"]?.enum ?? [];
    for (const family of ["g5", "p5", "inf2", "trn1", "m7i"]) assert.ok(families.includes(family));
  });
});
