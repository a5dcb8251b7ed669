import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeClassNames } from "../../../components/node-pools/node-class-profiles";
import {
  nodeClassSlotFor,
  nodeClassSlotNames,
  poolNames,
  tierOfPool,
} from "../../../components/node-pools/pool-names";
import { tierNames } from "../../../components/node-pools/tier-profiles";

describe("pool names", () => {
  it("give every tier two slots, and every slot back its tier", () => {
    assert.equal(poolNames.length, 2 * tierNames.length);
    assert.equal(new Set(poolNames).size, poolNames.length);
    for (const tier of tierNames) {
      assert.ok(poolNames.includes(tier) && poolNames.includes(`${tier}-b`));
      assert.equal(tierOfPool(tier), tier);
      assert.equal(tierOfPool(`${tier}-b`), tier);
    }
  });

  it("give every node class two slots", () => {
    assert.equal(new Set(nodeClassSlotNames).size, 2 * nodeClassNames.length);
  });

  it("use the second slot of a class in the second slot of a tier", () => {
    assert.equal(nodeClassSlotFor("gpu-training-protected", "gpu-training"), "gpu-training");
    assert.equal(nodeClassSlotFor("gpu-training-protected-b", "gpu-training"), "gpu-training-b");
  });

  it("contain no version, so that no upgrade renames a pool", () => {
    for (const name of [...poolNames, ...nodeClassSlotNames]) {
      assert.doesNotMatch(name, /v?\d+\.\d+|\d{6,}|-v\d/);
    }
  });
});
