import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { stackConfig } from "../../support/stack-values";

/** Size, IOPS and throughput of the root volume of each class. */
function volumes(changes: Partial<PlatformConfig>): Record<string, readonly number[]> {
  const { nodeClasses } = platformSpec({
    ...stackConfig("production-us-east-1"),
    nodeClasses: {},
    ...changes,
  });
  return Object.fromEntries(
    nodeClasses.map(({ name, profile: { rootVolume } }) => [
      name,
      [rootVolume.sizeGiB, rootVolume.iops, rootVolume.throughputMiBps],
    ]),
  );
}

const small = [50, 3000, 125];

describe("the root volume of a node class", () => {
  it("is small where the instance store of every type holds the data, because gp3 beside NVMe costs $140 a month for nothing", () => {
    const tiers = {
      "gpu-training": {},
      "gpu-inference": {},
      "trainium-trn1": {},
      inferentia: {},
      "multi-arch": {},
    };
    assert.deepEqual(volumes({ tiers }), {
      default: [100, 3000, 125],
      "gpu-optimized": small,
      "gpu-training": small,
      "inferentia-nodes": [256, 6000, 250],
      "trainium-trn1": small,
    });
  });

  it("is small for every class of GPU that a training tier may have", () => {
    const gpus = ["t4", "l40s", "rtx-pro-server-6000", "v100", "h200", "b200", "b300"] as const;
    assert.deepEqual(volumes({ tiers: { "gpu-training": { gpus: [...gpus] } } }), {
      "gpu-training": small,
    });
  });

  it("is large where one type of one tier has no instance store", () => {
    const tiers = { "gpu-inference": {}, inferentia: { nodeClass: "gpu-optimized" } };
    assert.deepEqual(volumes({ tiers }), { "gpu-optimized": [200, 6000, 250] });
    const web = { from: "x86-cpu-karpenter" } as const;
    assert.deepEqual(volumes({ tiers: { web: { ...web, families: ["c5d", "c5"] } } }), {
      "x86-cpu-karpenter": [256, 3000, 125],
    });
    assert.deepEqual(volumes({ tiers: { web: { ...web, families: ["c5d"] } } }), {
      "x86-cpu-karpenter": small,
    });
  });

  it("is large on Ubuntu, where local disks are not joined, and where the stack leaves them unused", () => {
    const config = stackConfig("production-us-east-1");
    const ubuntuAmi =
      "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810";
    const tiers = { "gpu-training": {} };
    const gpu = { ...config.gpu, stack: "ubuntu-operator", ubuntuAmi } as const;
    assert.deepEqual(volumes({ tiers, gpu }), { "gpu-training": [500, 16000, 1000] });
    const nodeClasses = { "gpu-training": { instanceStore: "unused" } } as const;
    assert.deepEqual(volumes({ tiers, nodeClasses }), { "gpu-training": [500, 16000, 1000] });
  });

  it("has the parts that the stack names, and the others by default", () => {
    const nodeClasses = { "gpu-training": { volume: { sizeGiB: 300, iops: 6000 } } };
    assert.deepEqual(volumes({ tiers: { "gpu-training": {} }, nodeClasses }), {
      "gpu-training": [300, 6000, 125],
    });
  });
});
