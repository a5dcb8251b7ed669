import { counted } from "../../../scheduling/values/wording";
import { refusalTexts } from "../../answers/placement/why-nowhere";
import type { StackTrap } from "../trap";

/** Some pods of a workload land, the others never do: later scheduling rounds are counted. */
export const somePodsPending: StackTrap<"workloads"> = {
  id: "some-pods-pending",
  title: "Workloads of which some pods stay pending",
  rank: 14,
  kind: "costly",
  fix: "Raise the limit that stops the pool, or loosen what the pods ask for.",
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
        },
      ];
    }),
};
