import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { familiesOf } from "../../../scheduling/launchable/families";

describe("the families of types", () => {
  it("are the names before the dot, each once and in order", () => {
    const names = ["g5.xlarge", "g4dn.xlarge", "g5.2xlarge", "trn1"];
    assert.deepEqual(familiesOf(names.map((name) => ({ name }))), ["g4dn", "g5", "trn1"]);
    assert.deepEqual(familiesOf([]), []);
  });
});
