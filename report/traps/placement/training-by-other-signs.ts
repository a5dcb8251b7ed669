import { houseLabelReason, trainingReason } from "../../../scheduling/node-pool/trains";
import type { PoolTrap } from "../trap";

/** The policy pack and this report take the pool for a training pool all the same. */
export const trainingByOtherSigns: PoolTrap<"nodePool"> = {
  id: "training-by-other-signs",
  title: "Pools that train without the label workload=training",
  rank: 385,
  kind: "good-to-know",
  fix: "Label the nodes workload: training, or rename the pool if nothing trains there.",
  at: ["spec", "template", "metadata", "labels"],
  textsFor: ({ nodePool }) => {
    const reason = trainingReason(nodePool);
    return reason === undefined || reason === houseLabelReason
      ? []
      : [
          `Is taken for a training pool because ${reason} says so; it has no label workload: training.`,
        ];
  },
};
