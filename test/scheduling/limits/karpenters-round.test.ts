import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { schedulingRound } from "../../../scheduling/limits/scheduling-round";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { PoolLimits } from "../../../scheduling/node-pool/pool-limits";
import { g5, types } from "../../support/instance-types";

describe("one scheduling round", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  it("opens as many nodes as Karpenter does for pods that never share a node", () => {
    for (const [limits, nodes] of [
      [{ "nvidia.com/gpu": "20" }, 3],
      [{ "nvidia.com/gpu": "20", cpu: "200" }, 2],
      [{ memory: "1000Gi" }, schedulingRound({ memory: "1000Gi" }, types(...g5))?.nodes],
    ] as const) {
      assert.equal(schedulingRound(limits, types(...g5))?.nodes, nodes);
      assert.equal(claimsOf(karpenter, limits), nodes, JSON.stringify(limits));
    }
  });

  function claimsOf(embedded: Karpenter, limits: PoolLimits): number {
    const labels = { app: "lonely" };
    const { answer, findings } = embedded.place({
      instanceTypes: g5,
      offerings: {
        region: "us-west-2",
        zones: ["a", "b", "c"].map((letter, index) => ({
          name: `us-west-2${letter}`,
          id: `usw2-az${index + 1}`,
        })),
      },
      nodePools: [
        {
          apiVersion: "karpenter.sh/v1",
          kind: "NodePool",
          metadata: { name: "g5" },
          spec: {
            limits,
            template: {
              spec: {
                requirements: [
                  { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["g5"] },
                  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
                ],
                nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
              },
            },
          },
        },
      ],
      pods: [
        {
          name: "lonely",
          count: 30,
          pod: {
            metadata: { labels },
            spec: {
              containers: [{ name: "main", resources: { limits: { "nvidia.com/gpu": 1 } } }],
              affinity: {
                podAntiAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: [
                    {
                      labelSelector: { matchLabels: labels },
                      topologyKey: "kubernetes.io/hostname",
                    },
                  ],
                },
              },
            },
          },
        },
      ],
    });
    assert.deepEqual(findings, []);
    return answer?.nodeClaims.length ?? 0;
  }
});
