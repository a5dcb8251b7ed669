import type { Budget } from "../../scheduling/budgets/disruption-budgets";
import type { MaintenanceWindow } from "../../scheduling/budgets/maintenance-window";
import type { GpuSharing } from "../shared/gpu-sharing";
import type { NodeClassSlotName, PoolName } from "./pool-names";
import type { TierName, TierProfile } from "./tier-profiles";

/** A tier as one stack has it: the profile with the stack's overrides applied. */
export interface Tier {
  /** Name of the pool: the tier's slot. */
  readonly name: PoolName;
  readonly tier: TierName;
  readonly profile: TierProfile;
  readonly nodeClass: NodeClassSlotName;
  readonly zones: readonly string[];
  /** Refuse to delete the pool. */
  readonly protect: boolean;
  /** Its nodes have Elastic Fabric Adapters, for work over many nodes. */
  readonly efa: boolean;
  /** Launches nothing more, so that running work may end before the pool is deleted. */
  readonly retired: boolean;
  /** Makes the pool static: so many nodes, wanted or not. */
  readonly replicas?: number;
  /** Replaces the budgets that the profile and the window would give. */
  readonly budgets?: readonly Budget[];
  /** When drift and consolidation leave busy nodes alone, in a tier that follows its load. */
  readonly blockedWindow?: MaintenanceWindow;
  /** When drift may replace nodes of a training tier. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** How pods share the tier's GPUs; whole GPUs where absent. */
  readonly gpuSharing?: GpuSharing;
  /** Year whose daylight-saving offsets the window is converted with. */
  readonly offsetsYear: number;
}
