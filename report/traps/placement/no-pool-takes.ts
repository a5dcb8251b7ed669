import { whyNowhere } from "../../answers/placement/why-nowhere";
import { resourceHint } from "../../answers/placement/resource-hint";
import type { StackTrap } from "../trap";

/** Pods of a manifest, or of a stack's tier, for which Karpenter launches nothing. */
export const noPoolTakes: StackTrap<"workloads" | "pools"> = {
  id: "no-pool-takes",
  title: "Workloads that no pool takes",
  rank: 12,
  kind: "costly",
  fix: "Let the pods ask for what a pool has, or let a pool admit what they ask for.",
  at: ["metadata", "name"],
  occurrencesIn: ({ workloads, pools }) =>
    workloads.flatMap(({ workload, placement }) => {
      if (placement.steps.length > 0 || workload.isProbe === true) return [];
      const why = whyNowhere(placement);
      const hint = resourceHint(workload.pod, pools);
      const reasons = why.length === 0 ? "" : `: ${why.join("; ")}`;
      return [
        {
          workload: workload.name,
          text: `${workload.name} stays pending, because no pool takes it${reasons}.${hint === undefined ? "" : ` ${hint}`}`,
        },
      ];
    }),
};
