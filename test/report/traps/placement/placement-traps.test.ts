import assert from "node:assert/strict";
import { describe, it } from "mocha";

import type { Landing } from "../../../../report/answers/placement/landing";
import type { PlacementStep } from "../../../../report/answers/placement/placement";
import type { Workload } from "../../../../report/subject/workload";
import type { PlacedWorkload } from "../../../../report/answers/placement/placed-workload";
import { readNodePool, type NodePool } from "../../../../scheduling/node-pool/node-pool";
import { foundInPlacements } from "../../../support/found-traps";

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const neuronTaint = { key: "aws.amazon.com/neuron", effect: "NoSchedule" };

function nodePool(name: string, labels: object, taints: readonly object[] = [gpuTaint]): NodePool {
  const { pool } = readNodePool({
    metadata: { name },
    spec: {
      weight: 90,
      template: {
        metadata: { labels },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
          requirements: [],
          taints,
        },
      },
    },
  });
  assert.ok(pool !== undefined);
  return pool;
}

const pools = [
  nodePool("inference", { workload: "inference" }),
  nodePool("batch", { workload: "batch" }),
  nodePool("plain", {}),
  nodePool("general", { workload: "general" }),
  nodePool("training", { workload: "training" }),
  nodePool("old-training", {}),
];

function landing(pool: string, more: Partial<Landing> = {}): Landing {
  const poolClass = /plain|old/.test(pool) ? undefined : pool;
  return {
    pool,
    ...(poolClass === undefined ? {} : { poolClass }),
    capacityType: "on-demand",
    families: ["g5"],
    instanceTypes: ["g5.xlarge"],
    zones: ["a"],
    nodes: 1,
    pods: 1,
    ...more,
  };
}

function step(...landings: readonly Landing[]): PlacementStep {
  return { landings, pendingPods: 0, refusals: [] };
}

const tolerating: Workload = {
  name: "server",
  pod: { spec: { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] } },
};

function placed(workload: Workload, ...steps: readonly PlacementStep[]): PlacedWorkload {
  const { name } = workload;
  const rest = { pods: 1, refusals: [], isComplete: true, findings: [] };
  return { workload, placement: { workload: name, steps, ...rest } };
}

/** The traps of one workload that is placed in these steps. */
function traps(workload: Workload, ...steps: readonly PlacementStep[]) {
  return foundInPlacements({ pools, workloads: [placed(workload, ...steps)] });
}

const home = step(landing("inference", { capacityType: "spot" }));
const price = {
  usdPerHour: 1.006,
  region: "us-east-1",
  date: "2026-07-20",
  source: "a list",
  isReference: true,
};

describe("pods that fall into a training pool", () => {
  const id = "toleration-falls-into-training";

  it("are told with what runs out before, and with the price", () => {
    assert.deepEqual(traps(tolerating, home, step(landing("training", { onDemandPrice: price }))), [
      {
        id,
        pool: "training",
        text: "Pods that only tolerate nvidia.com/gpu=true:NoSchedule fall into training when g5 Spot is gone: it has no taint of its own, and its weight is 90. They hold training nodes then, g5 on-demand, from $1.006 an hour (g5.xlarge on demand in us-east-1, 2026-07-20).",
      },
    ]);
  });

  it("are told with the number of choices in between, and may land there at once", () => {
    const text = (...before: readonly PlacementStep[]) =>
      traps(tolerating, ...before, step(landing("training")))[0]?.text.split(":N")[1];
    const rest =
      ": it has no taint of its own, and its weight is 90. They hold training nodes then, g5 on-demand.";
    assert.equal(
      traps({ ...tolerating, workloadClass: "inference" }, step(landing("training")))[0]?.text,
      `Pods that only tolerate nvidia.com/gpu=true:NoSchedule land in training at once${rest}`,
    );
    assert.equal(
      text(home, home),
      `oSchedule fall into training when g5 Spot and the choice after it are gone${rest}`,
    );
    assert.equal(
      text(home, home, home),
      `oSchedule fall into training when g5 Spot and the 2 choices after it are gone${rest}`,
    );
  });

  it("are found by the pool's name if it has no label, and by their own class if they have one", () => {
    assert.deepEqual(
      traps(tolerating, home, step(landing("old-training"))).map((trap) => [trap.id, trap.pool]),
      [[id, "old-training"]],
    );
    const training = { ...tolerating, workloadClass: "training" };
    assert.deepEqual(traps(training, step(landing("training")), step(landing("old-training"))), [
      {
        id: "falls-into-unrelated-pool",
        pool: "old-training",
        text: "Pods that only tolerate nvidia.com/gpu=true:NoSchedule fall into old-training when g5 on-demand is gone, on g5 on-demand: only its weight, 90, decides when it is tried.",
      },
    ]);
    // The class of the pool where they land first is their class.
    assert.deepEqual(traps(tolerating, step(landing("training")), step(landing("training"))), []);
  });
});

describe("pods that fall into a pool of another class", () => {
  it("are told with the class of the pool", () => {
    assert.deepEqual(
      traps(tolerating, home, step(landing("batch"), landing("plain", { onDemandPrice: price }))),
      [
        {
          id: "falls-into-unrelated-pool",
          pool: "batch",
          text: "Pods that only tolerate nvidia.com/gpu=true:NoSchedule fall into batch (workload batch) when g5 Spot is gone, on g5 on-demand: only its weight, 90, decides when it is tried.",
        },
        {
          id: "falls-into-unrelated-pool",
          pool: "plain",
          text: "Pods that only tolerate nvidia.com/gpu=true:NoSchedule fall into plain when g5 Spot is gone, on g5 on-demand, from $1.006 an hour (g5.xlarge on demand in us-east-1, 2026-07-20): only its weight, 90, decides when it is tried.",
        },
      ],
    );
  });

  it("are named with every taint that they tolerate", () => {
    const twice = nodePool("twice", { workload: "other" }, [gpuTaint, neuronTaint]);
    const untainted = nodePool("untainted", { workload: "other" }, []);
    const workload = placed(tolerating, home, step(landing("twice"), landing("untainted")));
    assert.deepEqual(
      foundInPlacements({ pools: [twice, untainted], workloads: [workload] }).map(
        ({ text }) => text.split(" fall into")[0],
      ),
      [
        "Pods that only tolerate nvidia.com/gpu=true:NoSchedule and aws.amazon.com/neuron:NoSchedule",
        "Pods of server",
      ],
    );
  });

  it("are none if the pool has their own class, is for general use, or is unknown", () => {
    assert.deepEqual(traps(tolerating, home, home), []);
    assert.deepEqual(traps(tolerating, home, step(landing("general"))), []);
    assert.deepEqual(traps(tolerating, home, step(landing("foreign"))), []);
    assert.deepEqual(traps(tolerating, step(landing("plain")), step(landing("plain"))), []);
  });

  it("are none if they select a label of the pool", () => {
    const selecting = (key: string): Workload => ({
      name: "server",
      pod: { spec: { nodeSelector: { [key]: "x" } } },
    });
    assert.deepEqual(traps(selecting("workload"), home, step(landing("batch"))), []);
    assert.deepEqual(
      traps(selecting("team"), home, step(landing("batch"))).map(({ text }) => text.split(" (")[0]),
      ["Pods of server fall into batch"],
    );
  });

  it("are told once for each pool, for the first workload that meets it", () => {
    const selecting = (name: string): Workload => ({
      name,
      pod: { spec: { nodeSelector: { team: "ml" } } },
    });
    const all = foundInPlacements({
      pools,
      workloads: ["first", "second"].map((name) =>
        placed(selecting(name), home, step(landing("batch"))),
      ),
    });
    assert.equal(all.length, 1);
    assert.match(all[0]?.text ?? "", /^Pods of first /);
  });
});

describe("pods that ask not to be disrupted", () => {
  const asking = (value: unknown): Workload => ({
    name: "job",
    pod: { metadata: { annotations: { "karpenter.sh/do-not-disrupt": value } }, spec: {} },
  });

  it("land on Spot, at once or later", () => {
    const later = step(landing("inference"), landing("inference", { capacityType: "spot" }));
    const elsewhere = step(landing("general", { capacityType: "spot" }));
    const rest =
      "EC2 takes a Spot node back two minutes after it says so, whatever the annotation says. Without terminationGracePeriod, Karpenter does not tell the pod to stop before the node is gone.";
    assert.deepEqual(traps(asking("true"), home), [
      {
        id: "do-not-disrupt-on-spot",
        pool: "inference",
        text: `job asks not to be disrupted and lands on g5 Spot in inference: ${rest}`,
      },
    ]);
    assert.deepEqual(
      traps(asking("true"), step(landing("inference")), later, elsewhere).map(({ text }) => text),
      ["inference", "general"].map(
        (pool) => `job asks not to be disrupted and may land on g5 Spot in ${pool}: ${rest}`,
      ),
    );
  });

  it("are no trap on demand, nor without the annotation", () => {
    assert.deepEqual(traps(asking("true"), step(landing("inference"))), []);
    for (const value of ["false", true, undefined])
      assert.deepEqual(traps(asking(value), home), []);
    assert.deepEqual(traps(tolerating, home), []);
  });
});
