import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { tierNames } from "../../components/node-pools/tier-profiles";
import { stackNames } from "../../infra/config/stack-names";
import { stackConfig, stacksFolder } from "../support/stack-values";

const tiersOf = (stack: string) => Object.keys(stackConfig(stack).tiers).sort();

describe("the shipped stacks", () => {
  it("are five", () => {
    assert.deepEqual(stackNames(stacksFolder), [
      "dev-us-west-2",
      "production-ap-northeast-1",
      "production-us-east-1",
      "staging-us-west-2",
      "workshop-us-west-2",
    ]);
  });

  it("hold every tier in at least one of them", () => {
    const shipped = new Set(stackNames(stacksFolder).flatMap(tiersOf));
    assert.deepEqual([...shipped].sort(), [...tierNames].sort());
  });

  it("hold every pool of the GPU guide in Tokyo", () => {
    assert.deepEqual(tiersOf("production-ap-northeast-1"), [
      "gpu-general",
      "gpu-inference",
      "gpu-spot-inference",
      "gpu-tier1-g5-spot",
      "gpu-tier2-g4dn-spot",
      "gpu-tier3-g5-ondemand",
      "gpu-training",
      "gpu-training-protected",
      "inferentia",
      "multi-arch",
    ]);
  });

  it("hold the pools of the workshop labs in us-west-2", () => {
    assert.deepEqual(tiersOf("workshop-us-west-2"), [
      "inferentia-inf2",
      "trainium-trn1",
      "x86-cpu-karpenter",
    ]);
  });

  it("have private endpoints and protection in production alone", () => {
    for (const stack of stackNames(stacksFolder)) {
      const config = stackConfig(stack);
      assert.deepEqual(config.cluster.publicAccessCidrs, []);
      assert.equal(config.protect, undefined);
    }
  });
});

describe("staging-us-west-2", () => {
  it("has production's tiers without Trainium, and no family of p", () => {
    const production = tiersOf("production-us-east-1").filter((tier) => tier !== "trainium-trn1");
    assert.deepEqual(tiersOf("staging-us-west-2"), production);
    const { tiers } = stackConfig("staging-us-west-2");
    assert.deepEqual(tiers["gpu-training"]?.families, ["g5"]);
    assert.deepEqual(tiers["gpu-training-protected"]?.families, ["g5", "g6", "g6e"]);
  });
});
