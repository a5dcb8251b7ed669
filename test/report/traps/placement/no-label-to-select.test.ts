import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { noLabelToSelect } from "../../../../report/traps/placement/no-label-to-select";
import { readNodePool, type NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";
import { gpuGuidePoolNames, seedNodePools } from "../../../support/seeds";

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;
const trainingTaint = { key: "workload", value: "training", effect: "NoSchedule" } as const;
const bare = poolWith({ name: "bare", taints: [gpuTaint], weight: 7 });
const labelled: NodePool = { ...bare, name: "labelled", labels: { "node-type": "gpu" } };

function namesOf(...pools: readonly NodePool[]): readonly string[] {
  return noLabelToSelect
    .occurrencesIn({ pools })
    .map((found) => ("pool" in found ? found.pool : ""));
}

describe("pools that no workload can ask for", () => {
  it("are the GPU guide's chain and its protected pool", () => {
    const pools = seedNodePools(gpuGuidePoolNames).map((manifest): NodePool => {
      const { pool } = readNodePool(manifest);
      assert.ok(pool !== undefined);
      return pool;
    });
    const traps = noLabelToSelect.occurrencesIn({ pools });
    assert.deepEqual(
      traps.map((found) => ("pool" in found ? found.pool : "")),
      [
        "gpu-tier1-g5-spot",
        "gpu-tier2-g4dn-spot",
        "gpu-tier3-g5-ondemand",
        "gpu-training-protected",
      ],
    );
    assert.equal(
      traps[1]?.text,
      "Has no label of its own, so no workload can ask for it, alone or as part of a chain. Pods that tolerate nvidia.com/gpu=true:NoSchedule go there or to gpu-general, gpu-inference, gpu-spot-inference and 4 more. Only weight decides which comes first, and it is 50 here.",
    );
  });

  it("share their taints with another pool; if a pool shares them with none, a toleration is enough", () => {
    assert.deepEqual(namesOf(bare, labelled), ["bare"]);
    assert.deepEqual(namesOf(bare), []);
    assert.deepEqual(namesOf(bare, { ...labelled, taints: [gpuTaint, trainingTaint] }), []);
    assert.deepEqual(namesOf({ ...bare, taints: [] }, { ...labelled, taints: [] }), []);
  });

  it("share their taints in any order", () => {
    assert.deepEqual(
      namesOf(
        { ...bare, taints: [gpuTaint, trainingTaint] },
        { ...labelled, taints: [trainingTaint, gpuTaint] },
      ),
      ["bare"],
    );
  });

  it("have neither a label nor a requirement in a key of their own", () => {
    const requiring = (key: string): NodePool => ({
      ...bare,
      requirements: [{ key, operator: "In", values: ["a"] }],
    });
    assert.deepEqual(namesOf(requiring("team.example.com/name"), labelled), []);
    assert.deepEqual(namesOf(requiring("karpenter.k8s.aws/instance-family"), labelled), ["bare"]);
    assert.deepEqual(namesOf(requiring("beta.kubernetes.io/arch"), labelled), ["bare"]);
    assert.deepEqual(namesOf({ ...bare, labels: { "kubernetes.io/arch": "amd64" } }, labelled), [
      "bare",
    ]);
  });
});
