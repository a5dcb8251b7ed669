import { busyNodesGo } from "../../answers/disruption/ever-disrupted";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import { landingText } from "../../answers/placement/placement-text";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import { at } from "../../answers/placement/pod-needs";
import { maintenanceWindowAnnotationKey } from "../../../scheduling/budgets/maintenance-window";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { workloadLabelKey } from "../../../scheduling/requirements/labels";
import { parseDuration } from "../../../scheduling/values/duration";
import type { PoolText, StackTrap } from "../trap";

/** Training pods without do-not-disrupt, in a pool whose busy nodes Karpenter replaces at some time, such as in a window. */
export const trainingWithoutDoNotDisrupt: StackTrap<"pools" | "workloads"> = {
  id: "training-without-do-not-disrupt",
  title: "Training pods that drift may end",
  rank: 55,
  kind: "costly",
  occurrencesIn: ({ pools, workloads }) => {
    const replaced = new Map(
      pools.filter((pool) => trains(pool) && busyNodesGo(pool)).map((pool) => [pool.name, pool]),
    );
    return firstOfEachPool(
      workloads
        .filter(
          (placed) =>
            placed.workload.isExample !== true &&
            isTraining(placed) &&
            !asksNotToBeDisrupted(placed.workload.pod),
        )
        .flatMap((placed) => textsOf(placed, replaced)),
    );
  },
};

function textsOf(
  { workload, placement }: PlacedWorkload,
  replaced: ReadonlyMap<string, NodePool>,
): readonly PoolText[] {
  return placement.steps.flatMap(({ landings }, index) =>
    landings.flatMap((landing) => {
      const pool = replaced.get(landing.pool);
      if (pool === undefined) return [];
      const window = pool.annotations[maintenanceWindowAnnotationKey];
      const when = window === undefined ? "when its budgets allow it" : `in its window (${window})`;
      return [
        {
          pool: pool.name,
          text:
            `${workload.name} ${index === 0 ? "lands" : "may land"} in ${pool.name}, on ${landingText(landing)}, without ` +
            `karpenter.sh/do-not-disrupt: Karpenter replaces busy nodes of the pool ${when}, and a job then loses all ` +
            `work since its last checkpoint. Set the annotation to "true" in the pod template.`,
        },
      ];
    }),
  );
}

/**
 * `"true"`, or a time for which the pod is protected after its start.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/utils/pod/scheduling.go#L209
 */
function asksNotToBeDisrupted(pod: unknown): boolean {
  const value = at(at(at(pod, "metadata"), "annotations"), "karpenter.sh/do-not-disrupt");
  return value === "true" || (typeof value === "string" && (parseDuration(value) ?? 0) > 0);
}

/** Pods that only fall into a training pool are told by toleration-falls-into-training. */
function isTraining({ workload, placement }: PlacedWorkload): boolean {
  const [first] = placement.steps[0]?.landings ?? [];
  return (workload.workloadClass ?? first?.poolClass ?? first?.pool ?? "").includes("training");
}

/** A pool without the label `workload` trains if its name says so. */
function trains({ name, labels }: NodePool): boolean {
  return (labels[workloadLabelKey] ?? name).includes("training");
}
