import { landingText } from "../../answers/placement/placement-text";
import { at } from "../../answers/placement/pod-needs";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import type { PoolText, StackTrap } from "../trap";
import { doNotDisruptKey, protectedSeconds } from "../../../scheduling/node-pool/do-not-disrupt";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { parseDuration } from "../../../scheduling/values/duration";
import { graceSecondsOf } from "../../answers/placement/pod-grace";
import type { Workload } from "../../subject/workload";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";

/** Pods that ask not to be disrupted land on Spot, which does not ask. */
export const doNotDisruptOnSpot: StackTrap<"workloads" | "pools"> = {
  id: "do-not-disrupt-on-spot",
  title: "do-not-disrupt on Spot",
  rank: 205,
  kind: "costly",
  fix: "Let these pods ask for on-demand nodes.",
  at: ["spec", "template", "spec", "requirements"],
  occurrencesIn: ({ workloads, pools }) =>
    firstOfEachPool(
      workloads.filter(asksNotToBeDisrupted).flatMap((placed) => landingsOnSpot(placed, pools)),
    ),
};

function asksNotToBeDisrupted({ workload: { pod } }: PlacedWorkload): boolean {
  const annotations = at(at(pod, "metadata"), "annotations");
  return protectedSeconds(at(annotations, doNotDisruptKey)) !== undefined;
}

function landingsOnSpot(
  { workload, placement }: PlacedWorkload,
  pools: readonly NodePool[],
): readonly PoolText[] {
  return placement.steps.flatMap(({ landings }, index) =>
    landings
      .filter(({ capacityType }) => capacityType === "spot")
      .map((landing) => ({
        pool: landing.pool,
        text:
          `${workload.name} asks not to be disrupted and ${index === 0 ? "lands" : "may land"} on ` +
          `${landingText(landing)} in ${landing.pool}: EC2 takes a Spot node back two minutes after it says so, ` +
          `whatever the annotation says. ${stopText(
            workload,
            pools.find(({ name }) => name === landing.pool),
          )}`,
      })),
  );
}

const noticeSeconds = 120;

/**
 * Karpenter drains the node, but evicts no pod with the annotation before the terminationGracePeriod is almost over.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/node/termination/terminator/terminator.go#L140
 */
function stopText({ pod }: Workload, pool: NodePool | undefined): string {
  const grace = pool?.terminationGracePeriod;
  if (grace === undefined) {
    return "Without terminationGracePeriod, Karpenter does not tell the pod to stop before the node is gone.";
  }
  const after = Math.max(0, (parseDuration(grace) ?? 0) - graceSecondsOf(pod));
  return after < noticeSeconds
    ? `With terminationGracePeriod ${grace}, Karpenter tells the pod to stop ${after === 0 ? "at once" : `after ${after} seconds`}, in time.`
    : `With terminationGracePeriod ${grace}, Karpenter would tell the pod to stop only after ${after} seconds, when the node is gone.`;
}
