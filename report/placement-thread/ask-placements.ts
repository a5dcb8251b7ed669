import { placements, type Placements } from "../answers/placement/placement";
import type { PlacementContext } from "../answers/placement/placement-inputs";
import type { Workload } from "../subject/workload";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";

/** Asks where workloads land, in this thread or in another. */
export type AskPlacements = (
  context: PlacementContext,
  workloads: readonly Workload[],
) => Promise<Placements>;

/** Asks in this thread. Meant for programs that make several reports, one after the other. */
export function askInThisThread(karpenter: Promise<Karpenter>): AskPlacements {
  return async (context, workloads) => placements(await karpenter, context, workloads);
}
