import type { Workload } from "../../subject/workload";
import type { WorkloadPlacement } from "./placement";

/** A workload, and where its pods land. */
export interface PlacedWorkload {
  readonly workload: Workload;
  readonly placement: WorkloadPlacement;
}
