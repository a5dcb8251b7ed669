import { counted } from "../../../scheduling/values/wording";
import { refusalTexts } from "../../answers/placement/why-nowhere";
import { pendingFix } from "../../answers/placement/pending-fix";
import type { StackTrap } from "../trap";

/** Some pods of a workload land, the others never do: later scheduling rounds are counted. */
export const somePodsPending: StackTrap<"workloads"> = {
  id: "some-pods-pending",
  title: "Workloads of which some pods stay pending",
  rank: 14,
  kind: "costly",
  fix: "Loosen what the pods ask for, or let a pool take more of them.",
  at: ["metadata", "name"],
  occurrencesIn: ({ workloads }) =>
    workloads.flatMap(({ workload, placement }) => {
      const [first] = placement.steps;
      if (first === undefined || first.pendingPods <= 0) return [];
      const why = refusalTexts(first.refusals);
      return [
        {
          workload: workload.name,
          text: `${first.pendingPods} of ${counted(placement.pods, "pod")} of ${workload.name} stay pending${why.length === 0 ? "" : `: ${why.join("; ")}`}.`,
          fix: pendingFix(first.refusals),
        },
      ];
    }),
};
