import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { Landing } from "../../../../report/answers/placement/landing";
import type { Workload } from "../../../../report/subject/workload";
import { trainingWithoutDoNotDisrupt } from "../../../../report/traps/placement/training-without-do-not-disrupt";
import type { Budget } from "../../../../scheduling/budgets/budget";
import { maintenanceWindowAnnotationKey } from "../../../../scheduling/budgets/maintenance-window";
import { trainingBudgets } from "../../../../scheduling/budgets/utc-windows";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";

const window = { days: ["SUN"], start: "02:00", lengthMinutes: 180, timeZone: "UTC" } as const;

function pool(budgets: readonly Budget[], changes: Partial<NodePool> = {}): NodePool {
  return poolWith({
    name: "gpu-training-protected",
    labels: { workload: "training" },
    consolidationPolicy: "WhenEmpty",
    budgets,
    ...changes,
  });
}

const windowed = pool(trainingBudgets(window, 2026), {
  annotations: { [maintenanceWindowAnnotationKey]: "SUN 02:00 3h UTC" },
});

const job = (annotation?: unknown): Workload => ({
  name: "Job train",
  pod: {
    metadata:
      annotation === undefined
        ? {}
        : { annotations: { "karpenter.sh/do-not-disrupt": annotation } },
  },
});

function texts(target: NodePool, workload: Workload): readonly string[] {
  const landing: Landing = {
    pool: target.name,
    capacityType: "on-demand",
    families: ["p5"],
    instanceTypes: ["p5.48xlarge"],
    zones: ["a"],
    nodes: 1,
    pods: 1,
  };
  const placement = {
    workload: workload.name,
    pods: 1,
    steps: [{ landings: [landing], pendingPods: 0, refusals: [] }],
    refusals: [],
    isComplete: true,
    findings: [],
  };
  const answers = { pools: [target], workloads: [{ workload, placement }] };
  return trainingWithoutDoNotDisrupt.occurrencesIn(answers).map(({ text }) => text);
}

describe("a training pod without do-not-disrupt", () => {
  it("is told in a pool with a maintenance window, because drift ends it there", () => {
    assert.deepEqual(texts(windowed, job()), [
      'Job train lands in gpu-training-protected, on p5 on-demand, without karpenter.sh/do-not-disrupt: Karpenter replaces busy nodes of the pool in its window (SUN 02:00 3h UTC), and a job then loses all work since its last checkpoint. Set the annotation to "true" in the pod template.',
    ]);
  });

  it("is told in a pool of any source whose budgets allow it", () => {
    const open = pool([{ nodes: "10%" }], { labels: {}, name: "my-training" });
    assert.match(texts(open, job())[0] ?? "", /of the pool when its budgets allow it,/);
  });

  it("is told for a value that Karpenter ignores", () => {
    for (const value of ["yes", "1d", "0s", true]) {
      assert.equal(texts(windowed, job(value)).length, 1, String(value));
    }
    for (const value of ["true", "8h", "2h30m"]) {
      assert.deepEqual(texts(windowed, job(value)), [], value);
    }
  });

  it("is not told where drift never touches a busy node, and in other pools", () => {
    assert.deepEqual(texts(pool(trainingBudgets(undefined, 2026)), job()), []);
    assert.deepEqual(
      texts(pool([{ nodes: "10%" }], { labels: { workload: "batch" }, name: "batch" }), job()),
      [],
    );
  });

  it("is not reported for pods that the report makes up", () => {
    assert.deepEqual(texts(windowed, { ...job(), isExample: true }), []);
  });
});
