import assert from "node:assert/strict";

import { describe, it } from "mocha";
import { z } from "zod";

import { schemaFaults } from "../../commands/schema-faults";

describe("schemaFaults", () => {
  const schema = z.strictObject({ steps: z.array(z.object({ op: z.string() })) });
  const faultsOf = (value: unknown): readonly string[] => {
    const { error } = schema.safeParse(value);
    return error === undefined ? [] : schemaFaults(error, "a plan");
  };

  it("names the path as one would write it, in place of zod's JSON", () => {
    assert.deepEqual(faultsOf({ steps: [{ op: 1 }] }), [
      "steps[0].op: Invalid input: expected string, received number",
    ]);
  });

  it("names the whole value for an unknown key at the top", () => {
    assert.deepEqual(faultsOf({ steps: [], more: 1 }), ['a plan: Unrecognized key: "more"']);
  });
});
