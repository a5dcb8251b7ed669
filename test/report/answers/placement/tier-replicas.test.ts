import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { tierProfiles, type TierProfile } from "../../../../components/node-pools/tier-profiles";
import { stackNames } from "../../../../infra/config/stack-names";
import { gpuPods, type GpuPool } from "../../../../report/answers/placement/gpu-pods";
import { loadKarpenter } from "../../../../scheduling/karpenter/karpenter";
import { stackNodePools, stackPlace } from "../../../support/stack-node-pools";
import { fixtureStacks } from "../../../support/stack-values";

describe("the GPU tiers of the stacks", function () {
  this.timeout(120_000);
  let pools: readonly GpuPool[];

  before(async () => {
    const karpenter = await loadKarpenter();
    pools = stackNames(fixtureStacks).flatMap((stack) =>
      gpuPods(karpenter, { place: stackPlace(stack), nodePools: stackNodePools(stack) }),
    );
  });

  // The fixture stacks have tiers of their own too, which have no profile.
  const profileOf = (pool: string) =>
    (tierProfiles as Readonly<Partial<Record<string, TierProfile>>>)[pool];
  const inference = () =>
    pools.filter(({ pool }) => profileOf(pool)?.gpus?.perNode?.includes(1) === true);

  it("give eight replicas of a server a node each, so that one Spot interruption ends one of them", () => {
    assert.ok(inference().length > 10);
    for (const { pool, sizes, replicas } of inference()) {
      assert.deepEqual(sizes, [1], pool);
      const nodes = replicas.nodes.reduce((sum, { count }) => sum + count, 0);
      assert.ok(nodes > 0, pool);
      assert.equal(nodes, replicas.placed, pool);
    }
  });

  it("launch nothing for a pod of four GPUs there, and have a tier for it", () => {
    for (const { pool, pods } of inference()) assert.equal(pods[1]?.landing, undefined, pool);
    const multi = pools.find(({ pool }) => pool === "gpu-multi-inference");
    assert.deepEqual(multi?.sizes, [4]);
    assert.match(multi.pods[1]?.landing?.instanceTypes[0] ?? "", /^g[56]\.12xlarge$/);
  });

  it("pack one-GPU pods of a job for H100 onto one p5.48xlarge", () => {
    const training = pools.filter(
      ({ pool, sizes }) => pool === "gpu-training" && sizes.join() === "1,8",
    );
    assert.ok(training.length > 0);
    for (const { replicas } of training) {
      assert.deepEqual(replicas.nodes, [
        { instanceType: "p5.48xlarge", capacityType: "on-demand", count: 1 },
      ]);
    }
  });
});
