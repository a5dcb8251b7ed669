import { busyNodesGo } from "../../answers/disruption/ever-disrupted";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import { landingText } from "../../answers/placement/placement-text";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import { at } from "../../answers/placement/pod-needs";
import { maintenanceWindowAnnotationKey } from "../../../scheduling/budgets/maintenance-window";
import { doNotDisruptKey, protectedSeconds } from "../../../scheduling/node-pool/do-not-disrupt";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { trainingReason } from "../../../scheduling/node-pool/trains";
import type { PoolText, StackTrap } from "../trap";

/** Training pods without do-not-disrupt, in a pool whose busy nodes Karpenter replaces at some time, such as in a window. */
export const trainingWithoutDoNotDisrupt: StackTrap<"pools" | "workloads"> = {
  id: "training-without-do-not-disrupt",
  title: "Training pods that drift may end",
  rank: 56,
  kind: "costly",
  fix: 'Set karpenter.sh/do-not-disrupt to "true" in the pod template.',
  at: ["spec", "disruption", "budgets"],
  occurrencesIn: ({ pools, workloads }) => {
    const replaced = new Map(
      pools
        .filter((pool) => trainingReason(pool) !== undefined && busyNodesGo(pool))
        .map((pool) => [pool.name, pool]),
    );
    return firstOfEachPool(
      workloads
        .filter(
          (placed) =>
            placed.workload.isExample !== true &&
            isTraining(placed) &&
            protectedSeconds(
              at(at(at(placed.workload.pod, "metadata"), "annotations"), doNotDisruptKey),
            ) === undefined,
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

/** Pods that only fall into a training pool are told by toleration-falls-into-training. */
function isTraining({ workload, placement }: PlacedWorkload): boolean {
  const [first] = placement.steps[0]?.landings ?? [];
  return (workload.workloadClass ?? first?.poolClass ?? first?.pool ?? "").includes("training");
}
