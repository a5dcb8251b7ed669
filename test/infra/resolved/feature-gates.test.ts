import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { PlatformConfig } from "../../../infra/config/schema";
import { platformSpec, type PlatformSpec } from "../../../infra/resolved/platform-spec";
import { featureGatesFor } from "../../../infra/resolved/feature-gates";
import { loadKarpenter } from "../../../scheduling/karpenter/karpenter";
import { stackConfig } from "../../support/stack-values";

function specWith(tiers: PlatformConfig["tiers"]): PlatformSpec {
  return platformSpec({ ...stackConfig("production-us-east-1"), tiers });
}

const sharing = { gpuSharing: { timeSlicing: { replicas: 4 } } };

describe("Karpenter's feature gates", () => {
  it("are on when a tier needs them, also a retired one, and off otherwise", () => {
    const gates = (tiers: PlatformConfig["tiers"]) => featureGatesFor(specWith(tiers));
    assert.deepEqual(gates({ "gpu-inference": {} }), {});
    assert.deepEqual(gates({ "gpu-inference": sharing }), { nodeOverlay: true });
    assert.deepEqual(gates({ "gpu-inference": { ...sharing, retired: true } }), {
      nodeOverlay: true,
    });
    assert.deepEqual(gates({ "gpu-training-b": { efa: true } }), { nodeOverlay: true });
    assert.deepEqual(gates({ "gpu-training-b": { replicas: 0 } }), { staticCapacity: true });
  });

  // Without the gate there are no overlays, and without overlays whole GPUs: as in this question.
  it("may be turned off under a retired pool with shared GPUs, and not under an open one", async function () {
    this.timeout(60_000);
    const karpenter = await loadKarpenter();
    const launched = (retired: boolean) => {
      const [tier] = specWith({ "gpu-inference": { ...sharing, retired } }).tiers;
      assert.ok(tier !== undefined);
      const { answer, findings } = karpenter.place({
        nodePools: [{ apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) }],
        offerings: { region: "us-east-1", zones: [{ name: "us-east-1a", id: "use1-az1" }] },
        instanceTypes: ["g4dn.xlarge", "g5.xlarge"],
        pods: [{ pod: wholeGpu }],
      });
      assert.deepEqual(findings, []);
      return answer?.nodeClaims.length;
    };
    assert.equal(launched(false), 1);
    assert.equal(launched(true), 0);
  });
});

const wholeGpu = {
  spec: {
    tolerations: [{ operator: "Exists" }],
    containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": "1" } } }],
  },
};
