import { landingText } from "../../answers/placement/placement-text";
import { at } from "../../answers/placement/pod-needs";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import type { PoolText, StackTrap } from "../trap";
import { firstOfEachPool } from "../../answers/placement/first-of-each-pool";

/** Pods that ask not to be disrupted land on Spot, which does not ask. */
export const doNotDisruptOnSpot: StackTrap<"workloads"> = {
  id: "do-not-disrupt-on-spot",
  title: "do-not-disrupt on Spot",
  rank: 205,
  kind: "costly",
  occurrencesIn: ({ workloads }) =>
    firstOfEachPool(workloads.filter(asksNotToBeDisrupted).flatMap(landingsOnSpot)),
};

function asksNotToBeDisrupted({ workload: { pod } }: PlacedWorkload): boolean {
  const annotations = at(at(pod, "metadata"), "annotations");
  return at(annotations, "karpenter.sh/do-not-disrupt") === "true";
}

function landingsOnSpot({ workload, placement }: PlacedWorkload): readonly PoolText[] {
  return placement.steps.flatMap(({ landings }, index) =>
    landings
      .filter(({ capacityType }) => capacityType === "spot")
      .map((landing) => ({
        pool: landing.pool,
        text:
          `${workload.name} asks not to be disrupted and ${index === 0 ? "lands" : "may land"} on ` +
          `${landingText(landing)} in ${landing.pool}: EC2 takes a Spot node back two minutes after it says so, ` +
          "whatever the annotation says.",
      })),
  );
}
