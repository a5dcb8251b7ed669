import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { labelTraps } from "../../../report/traps/label-traps";
import { readNodePool, type NodePool } from "../../../scheduling/node-pool/node-pool";
import { gpuGuidePoolNames, seedNodePools } from "../../support/seeds";

type Pool = Parameters<typeof labelTraps>[0][number];

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;
const trainingTaint = { key: "workload", value: "training", effect: "NoSchedule" } as const;
const bare: Pool = { name: "bare", labels: {}, requirements: [], taints: [gpuTaint], weight: 7 };
const labelled: Pool = { ...bare, name: "labelled", labels: { "node-type": "gpu" } };

function namesOf(...pools: readonly Pool[]): readonly string[] {
  return labelTraps(pools).map(({ pool }) => pool);
}

describe("pools that no workload can ask for", () => {
  it("are the GPU guide's chain and its protected pool", () => {
    const pools = seedNodePools(gpuGuidePoolNames).map((manifest): NodePool => {
      const { pool } = readNodePool(manifest);
      assert.ok(pool !== undefined);
      return pool;
    });
    const traps = labelTraps(pools);
    assert.deepEqual(
      traps.map(({ id, pool }) => `${id} ${pool}`),
      [
        "no-label-to-select gpu-tier1-g5-spot",
        "no-label-to-select gpu-tier2-g4dn-spot",
        "no-label-to-select gpu-tier3-g5-ondemand",
        "no-label-to-select gpu-training-protected",
      ],
    );
    assert.equal(
      traps[1]?.text,
      "Has no label of its own by which a workload could ask for it, alone or as part of a chain: pods that tolerate nvidia.com/gpu=true:NoSchedule go there or to gpu-general, gpu-inference, gpu-spot-inference and 4 more, and only weight, 50 here, says where first.",
    );
  });

  it("share their taints with another pool: alone, a toleration is enough", () => {
    assert.deepEqual(namesOf(bare, labelled), ["bare"]);
    assert.deepEqual(namesOf(bare), []);
    assert.deepEqual(namesOf(bare, { ...labelled, taints: [gpuTaint, trainingTaint] }), []);
    assert.deepEqual(namesOf({ ...bare, taints: [] }, { ...labelled, taints: [] }), []);
  });

  it("share them in whatever order they are written", () => {
    assert.deepEqual(
      namesOf(
        { ...bare, taints: [gpuTaint, trainingTaint] },
        { ...labelled, taints: [trainingTaint, gpuTaint] },
      ),
      ["bare"],
    );
  });

  it("have neither a label nor a requirement in a key of their own", () => {
    const requiring = (key: string): Pool => ({
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
