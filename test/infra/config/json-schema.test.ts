import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { describe, it } from "mocha";
import { parse } from "yaml";

import { stackFileSchema, stackFileSchemaText } from "../../../infra/config/json-schema";
import { stackNames } from "../../../infra/config/stack-file";
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
});
