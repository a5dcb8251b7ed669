import type { Budget } from "../../scheduling/budgets/budget";
import type { MaintenanceWindow } from "../../scheduling/budgets/maintenance-window";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import type { GpuSharing } from "../shared/gpu-sharing";
import type { NodeClassSlotName, PoolName } from "./pool-names";
import type { TierProfile } from "./tier-profiles";

/** The profile of a tier without what `requirements` holds for this stack. */
export type ResolvedProfile = Omit<TierProfile, "requirements" | "gpus">;

/** A tier of one stack: its profile with the overrides of the stack applied. */
export interface Tier {
  /** Name of the NodePool, which is one of the two slots of the tier. */
  readonly name: PoolName;
  /** A tier with a profile, or a tier of the stack's own. */
  readonly tier: string;
  readonly profile: ResolvedProfile;
  /** Requirements for the instance type: those of the profile and the choices of the stack. */
  readonly requirements: readonly NodeSelectorRequirement[];
  readonly nodeClass: NodeClassSlotName;
  readonly zones: readonly string[];
  /** Pulumi refuses to delete the pool. */
  readonly protect: boolean;
  /** Its nodes have Elastic Fabric Adapters (EFA), for work on many nodes at once. */
  readonly efa: boolean;
  /** The pool launches no more nodes. So running work can end before the pool is deleted. */
  readonly retired: boolean;
  /** Its nodes may be in a capacity block, which ends at a fixed time. */
  readonly capacityBlocks?: boolean;
  /** Makes the pool static: it always has this number of nodes, with or without load. */
  readonly replicas?: number;
  /** Replaces the disruption budgets that come from the profile and the window. */
  readonly budgets?: readonly Budget[];
  /** Most unhealthy nodes that node repair may replace at once. Absent: no budget of its own for repair. */
  readonly repairBudget?: string;
  /** In a tier that follows its load: when drift and consolidation do not touch busy nodes. */
  readonly blockedWindow?: MaintenanceWindow;
  /** In a tier with a maintenance window: when drift may replace busy nodes. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** How pods share the GPUs of the tier. Absent: every pod gets whole GPUs. */
  readonly gpuSharing?: GpuSharing;
  /** Windows are converted to UTC with the daylight-saving offsets of this year. */
  readonly offsetsYear: number;
}
