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
  it("is half an hour longer than the longest drain", () => {
    assert.equal(deleteTimeoutMinutes(tier("1h")), 90);
    assert.equal(deleteTimeoutMinutes(tier("24h")), 1470);
  });

  it("is one hour if the drain has no limit", () => {
    assert.equal(deleteTimeoutMinutes(tier()), 60);
  });

  it("is at least the thirty minutes of a GPU drain, in every tier", () => {
    for (const name of tierNames) {
      assert.ok(deleteTimeoutMinutes({ profile: tierProfiles[name] }) >= 60, name);
    }
  });
});

describe("longestDeleteTimeoutMinutes", () => {
  it("is the timeout of the slowest tier, and one hour for a class without tiers", () => {
    assert.equal(longestDeleteTimeoutMinutes([tier("1h"), tier("2h")]), 150);
    assert.equal(longestDeleteTimeoutMinutes([]), 60);
  });
});
