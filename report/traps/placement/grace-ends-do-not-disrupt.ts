import { at } from "../../answers/placement/pod-needs";
import { graceSecondsOf } from "../../answers/placement/pod-grace";
import { spanText } from "../../answers/disruption/span-text";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";
import { protectedSeconds, doNotDisruptKey } from "../../../scheduling/node-pool/do-not-disrupt";
import { parseDuration } from "../../../scheduling/values/duration";
import type { PoolReport } from "../../model";
import type { PoolText, StackTrap } from "../trap";

/**
 * With a terminationGracePeriod, drift begins to drain a node in spite of do-not-disrupt, and the drain ends the pod.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/types.go#L189
 */
export const graceEndsDoNotDisrupt: StackTrap<"workloads" | "reports"> = {
  id: "grace-ends-do-not-disrupt",
  title: "do-not-disrupt that terminationGracePeriod ends",
  rank: 52,
  kind: "costly",
  fix: "Take terminationGracePeriod out of the pool, or make it longer than the job; a budget of 0 for Drifted keeps drift away.",
  at: ["spec", "template", "spec", "terminationGracePeriod"],
  occurrencesIn: ({ workloads, reports }) =>
    firstOfEachPool(
      workloads.flatMap(({ workload, placement }) => {
        const annotations = at(at(workload.pod, "metadata"), "annotations");
        if (protectedSeconds(at(annotations, doNotDisruptKey)) === undefined) return [];
        const pools = new Set(
          placement.steps.flatMap(({ landings }) => landings.map(({ pool }) => pool)),
        );
        return reports
          .filter(({ name }) => pools.has(name))
          .flatMap((report) => textFor(report, workload.name, graceSecondsOf(workload.pod)));
      }),
    ),
};

function textFor(
  { name, nodePool, firstEviction: { doNotDisrupt } }: PoolReport,
  workload: string,
  podSeconds: number,
): readonly PoolText[] {
  const grace = nodePool.terminationGracePeriod;
  const causes = [...new Set(doNotDisrupt.byKarpenter.map(({ by }) => by))];
  if (grace === undefined || causes.length === 0) return [];
  const wholeSeconds = parseDuration(grace) ?? 0;
  const seconds = Math.max(0, wholeSeconds - podSeconds);
  const when = seconds === 0 ? "at once" : `${minutesText(seconds)} after the drain began`;
  return [
    {
      pool: name,
      text: `${workload} asks not to be disrupted, but terminationGracePeriod ${grace} lets ${causes.join(" and ")} drain its node all the same: the pod is told to stop ${when}, ${Math.min(podSeconds, wholeSeconds)} seconds before the node goes.`,
    },
  ];
}

/** Whole minutes, so that an hour without 30 seconds is not told as an hour. */
function minutesText(seconds: number): string {
  return seconds < 60 ? `${seconds} seconds` : spanText(Math.floor(seconds / 60) / 60);
}
