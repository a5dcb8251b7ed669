import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { Workload } from "../../subject/workload";
import { gpuPods, type GpuPool } from "./gpu-pods";
import { placements, type Placements } from "./placement";
import type { PlacementContext } from "./placement-inputs";

/** Everything that a report asks Karpenter's scheduler. */
export interface KarpenterAnswers extends Placements {
  /** What a pod gets in each GPU pool, by the number of its GPUs. */
  readonly gpuPods: readonly GpuPool[];
}

/** Asks one after the other, because Karpenter answers one question at a time. */
export function karpenterAnswers(
  karpenter: Karpenter,
  context: PlacementContext,
  workloads: readonly Workload[],
): KarpenterAnswers {
  // Placements first: they give Karpenter all types at once, and the GPU pools ask about some of these again.
  const placed = placements(karpenter, context, workloads);
  return { ...placed, gpuPods: gpuPods(karpenter, context) };
}
