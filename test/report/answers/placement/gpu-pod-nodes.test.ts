import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { nodePool } from "../../../../components/node-pools/node-pool.builder";
import { platformSpec } from "../../../../infra/resolved/platform-spec";
import { gpuPodNodes } from "../../../../report/answers/placement/gpu-pod-nodes";
import { launchableOfferings } from "../../../../report/answers/launchable/launchable-offerings";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";
import { stackConfig } from "../../../support/stack-values";
import type { PlatformConfig } from "../../../../infra/config/schema";

const zones = [{ name: "us-east-1b", id: "use1-az2" }];
const place = { region: "us-east-1", zones };

function manifestOf(tiers: PlatformConfig["tiers"]) {
  const config = { ...stackConfig("production-us-east-1"), tiers };
  const [tier] = platformSpec({
    ...config,
    network: { ...config.network, zones: ["us-east-1b"] },
  }).tiers;
  assert.ok(tier);
  return { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) };
}

function told(manifest: unknown): readonly string[] {
  const { pool } = readNodePool(manifest);
  assert.ok(pool);
  return gpuPodNodes(pool, launchableOfferings(pool, place)).map(({ gpus, node }) =>
    node === undefined
      ? `${gpus}: none`
      : `${gpus}: ${node.type}, ${node.gpus} ${node.gpuName}${node.bf16 ? "" : " without bf16"}, ${node.usdPerHour ?? "?"}`,
  );
}

// Prices: https://aws.amazon.com/ec2/pricing/on-demand/, us-east-1, 2026-07-20
describe("the node that a pod of 1, 4 or 8 GPUs gets", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it("has the class of GPU of the tier, and may have more GPUs than the pod", () => {
    assert.deepEqual(told(manifestOf({ "gpu-training": { gpus: ["h100"] } })), [
      "1: p5.4xlarge, 1 h100, 6.88",
      "4: p5.48xlarge, 8 h100, 55.04",
      "8: p5.48xlarge, 8 h100, 55.04",
    ]);
  });

  it("is the cheapest of all when a stack mixes the classes", () => {
    assert.deepEqual(told(manifestOf({ "gpu-training": { gpus: ["h100", "a10g"] } })), [
      "1: g5.xlarge, 1 a10g, 1.006",
      "4: g5.12xlarge, 4 a10g, 5.672",
      "8: g5.48xlarge, 8 a10g, 16.288",
    ]);
  });

  it("is told to have no bf16 with T4, where a model in bf16 never starts", () => {
    const [t4] = told(manifestOf({ "gpu-tier2-g4dn-spot": {} }));
    assert.equal(t4, "1: g4dn.xlarge, 1 t4 without bf16, 0.526");
    const [l4] = told(manifestOf({ "gpu-tier2-g4dn-spot": { gpus: ["l4"] } }));
    assert.equal(l4, "1: g6.xlarge, 1 l4, 0.8048");
  });

  it("does not exist above the limit of the tier", () => {
    const limits = { "nvidia.com/gpu": 4 };
    assert.deepEqual(told(manifestOf({ "gpu-training": { gpus: ["a10g"], limits } })), [
      "1: g5.xlarge, 1 a10g, 1.006",
      "4: g5.12xlarge, 4 a10g, 5.672",
      "8: none",
    ]);
  });

  it("is not told for a tier that shares its GPUs, or has none", () => {
    const timeSlicing = { replicas: 4 };
    assert.deepEqual(told(manifestOf({ "gpu-inference": { gpuSharing: { timeSlicing } } })), []);
    assert.deepEqual(told(manifestOf({ "multi-arch": {} })), []);
  });

  it("is the one that Karpenter launches on demand", () => {
    const tiers: readonly PlatformConfig["tiers"][] = [
      { "gpu-training": { gpus: ["h100"] } },
      { "gpu-training": { gpus: ["a10g", "l4", "h100"] } },
      { "gpu-training-protected": { gpus: ["a100-40gb"] } },
      { "gpu-general": { capacityTypes: ["on-demand"] } },
    ];
    for (const one of tiers) {
      const manifest = manifestOf(one);
      const launched = [1, 4, 8].map((gpus) => {
        const requests = { "nvidia.com/gpu": String(gpus) };
        const { answer } = karpenter.place({
          nodePools: [manifest],
          offerings: place,
          pods: [
            {
              pod: {
                spec: {
                  tolerations: [{ operator: "Exists" }],
                  containers: [{ name: "main", resources: { requests, limits: requests } }],
                },
              },
            },
          ],
        });
        return `${gpus}: ${answer?.nodeClaims[0]?.launch?.pools[0]?.instanceType ?? "none"}`;
      });
      assert.deepEqual(
        told(manifest).map((text) => text.split(",")[0]),
        launched,
        JSON.stringify(one),
      );
    }
  });
});
