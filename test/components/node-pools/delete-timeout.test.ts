import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  deleteTimeoutMinutes,
  longestDeleteTimeoutMinutes,
} from "../../../components/node-pools/delete-timeout";
import { tierNames, tierProfiles } from "../../../components/node-pools/tier-profiles";

const tier = (terminationGracePeriod?: string) => ({
  profile: { ...tierProfiles["gpu-training"], terminationGracePeriod },
});

describe("deleteTimeoutMinutes", () => {
  it("is longer than the longest drain by half an hour", () => {
    assert.equal(deleteTimeoutMinutes(tier("1h")), 90);
    assert.equal(deleteTimeoutMinutes(tier("24h")), 1470);
  });

  it("is an hour where nothing bounds the drain", () => {
    assert.equal(deleteTimeoutMinutes(tier()), 60);
  });

  it("is never shorter than the thirty minutes a GPU drain needs, in any tier", () => {
    for (const name of tierNames) {
      assert.ok(deleteTimeoutMinutes({ profile: tierProfiles[name] }) >= 60, name);
    }
  });
});

describe("longestDeleteTimeoutMinutes", () => {
  it("is that of the slowest tier, and an hour for a class without tiers", () => {
    assert.equal(longestDeleteTimeoutMinutes([tier("1h"), tier("2h")]), 150);
    assert.equal(longestDeleteTimeoutMinutes([]), 60);
  });
});
