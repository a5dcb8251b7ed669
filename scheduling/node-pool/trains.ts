import { workloadLabelKey } from "../requirements/labels";
import type { NodePool } from "./node-pool";
import { defaultTrainingWords, pairSaysTraining, trainingWordsTest } from "./training-words";

/**
 * What says that training jobs run in a pool: `its label workload=training`, `its name`, `its taint workload`, `its
 * label team`. Undefined where nothing does.
 */
export function trainingReason({
  name,
  labels,
  taints,
}: Pick<NodePool, "name" | "labels" | "taints">): string | undefined {
  const says = trainingWordsTest(defaultTrainingWords);
  if (labels[workloadLabelKey] === "training") return houseLabelReason;
  if (says(name)) return "its name";
  const taint = taints.find(({ key, value = "" }) => pairSaysTraining(key, value, says));
  if (taint !== undefined) return `its taint ${taint.key}`;
  const label = Object.entries(labels).find(([key, value]) => pairSaysTraining(key, value, says));
  return label === undefined ? undefined : `its label ${label[0]}`;
}

/** The reason for a pool that says it by the label that this project uses. */
export const houseLabelReason = "its label workload=training";
