import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { placements } from "../../../../report/answers/placement/placement";
import type { Workload } from "../../../../report/subject/workload";
import { replicasShareANode } from "../../../../report/traps/placement/replicas-share-a-node";
import { loadKarpenter, type Karpenter } from "../../../../scheduling/karpenter/karpenter";
import { readNodePool } from "../../../../scheduling/node-pool/node-pool";

interface Parts {
  readonly name?: string;
  readonly families?: readonly string[];
  readonly capacityType?: string;
  readonly gpusPerNode?: readonly string[];
  readonly workload?: string;
}

function pool(parts: Parts): unknown {
  const { name = "gpu", families = ["g5"], capacityType = "spot", gpusPerNode } = parts;
  const oneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values });
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      template: {
        metadata: { labels: { workload: parts.workload ?? "inference" } },
        spec: {
          requirements: [
            oneOf("karpenter.k8s.aws/instance-family", families),
            oneOf("karpenter.sh/capacity-type", [capacityType]),
            ...(gpusPerNode === undefined
              ? []
              : [oneOf("karpenter.k8s.aws/instance-gpu-count", gpusPerNode)]),
          ],
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
          expireAfter: "720h",
        },
      },
    },
  };
}

const server = (count: number, resource = "nvidia.com/gpu", devices = 1): Workload => ({
  name: "Deployment server",
  count,
  pod: { spec: { containers: [{ name: "main", resources: { limits: { [resource]: devices } } }] } },
});

describe("replicas that share a large node", function () {
  this.timeout(60_000);
  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  const texts = (parts: Parts, workload: Workload): readonly string[] => {
    const nodePools = [pool(parts)];
    const place = { region: "us-east-1", zones: [{ name: "us-east-1a", id: "use1-az4" }] };
    const placed = placements(karpenter, { place, nodePools }, [workload]);
    const pools = nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []);
    const workloads = placed.workloads.map((placement) => ({ workload, placement }));
    return replicasShareANode.occurrencesIn({ pools, workloads }).map(({ text }) => text);
  };

  it("end together with one Spot interruption, which is said", () => {
    assert.deepEqual(texts({}, server(8)), [
      "8 pods of Deployment server that are pending together get 1 node with 8 devices in gpu (g5.48xlarge on Spot, $16.29 an hour on demand), although the pool has smaller ones: one Spot interruption ends all of them, and the large node may cost more than several small ones. Let the pool admit only nodes with 1 device (in a stack file gpusPerNode: [1]).",
    ]);
  });

  it("are told on demand too, and with the number that one node carries", () => {
    assert.match(
      texts({ capacityType: "on-demand" }, server(16))[0] ?? "",
      /get 2 nodes with 8 devices .*: the end of one node ends 8 of them,/,
    );
  });

  it("may be pods with Neuron devices, for which the stack file has no such key", () => {
    assert.match(
      texts({ families: ["inf2"] }, server(6, "aws.amazon.com/neuron"))[0] ?? "",
      /\(inf2\.24xlarge on Spot.*Let the pool admit only nodes with 1 device\.$/,
    );
  });

  it("are not told where each has its own node, where no smaller one fits, and where jobs train", () => {
    assert.deepEqual(texts({ gpusPerNode: ["1"] }, server(8)), []);
    assert.deepEqual(texts({ gpusPerNode: ["4"] }, server(8)), []);
    assert.deepEqual(texts({}, server(1)), []);
    assert.deepEqual(texts({ gpusPerNode: ["8"] }, server(2, "nvidia.com/gpu", 4)), []);
    assert.deepEqual(texts({ workload: "training" }, server(8)), []);
    assert.deepEqual(texts({ name: "training" }, { name: "cpu", count: 8, pod: {} }), []);
  });
});
