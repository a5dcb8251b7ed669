import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { shippedTierOfPool } from "../../components/node-pools/pool-names";
import { tierNames } from "../../components/node-pools/tier-profiles";
import { stackNames } from "../../infra/config/stack-names";
import { fixtureStacks, shippedStacks, stackConfig } from "../support/stack-values";

const tiersOf = (stack: string, folder = fixtureStacks) =>
  Object.keys(stackConfig(stack, folder).tiers).sort();

describe("the stack files", () => {
  it("hold every tier, in stacks/ or among the fixtures", () => {
    const held = new Set(
      [shippedStacks, fixtureStacks].flatMap((folder) =>
        stackNames(folder).flatMap((stack) =>
          tiersOf(stack, folder).flatMap((pool) => shippedTierOfPool(pool) ?? []),
        ),
      ),
    );
    assert.deepEqual([...held].sort(), [...tierNames].sort());
  });

  for (const stack of stackNames(shippedStacks)) {
    it(`let nobody in from the whole internet, in ${stack}`, () => {
      const { cluster } = stackConfig(stack, shippedStacks);
      const open = cluster.publicAccessCidrs.filter((cidr) => cidr.endsWith("/0"));
      assert.deepEqual(open, []);
    });
  }
});

describe("the fixture stacks", () => {
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

  it("have production's tiers in staging, without Trainium and the families of p", () => {
    const production = tiersOf("production-us-east-1").filter((tier) => tier !== "trainium-trn1");
    assert.deepEqual(tiersOf("staging-us-west-2"), production);
    const { tiers } = stackConfig("staging-us-west-2");
    assert.deepEqual(tiers["gpu-training"]?.gpus, ["a10g"]);
    assert.deepEqual(tiers["gpu-training-protected"]?.gpus, ["a10g"]);
  });
});
