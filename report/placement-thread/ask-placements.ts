import { karpenterAnswers, type KarpenterAnswers } from "../answers/placement/karpenter-answers";
import type { PlacementContext } from "../answers/placement/placement-inputs";
import type { Workload } from "../subject/workload";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";

/** Asks Karpenter all questions of a report, in this thread or in another. */
export type AskPlacements = (
  context: PlacementContext,
  workloads: readonly Workload[],
) => Promise<KarpenterAnswers>;

/** Asks in this thread. Meant for programs that make several reports, one after the other. */
export function askInThisThread(karpenter: Promise<Karpenter>): AskPlacements {
  return async (context, workloads) => karpenterAnswers(await karpenter, context, workloads);
}
