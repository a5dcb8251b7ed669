import type { AgentContract, DeviceContract } from "./answers/agents/agent-contracts";
import type { CalendarWeek } from "./answers/disruption/calendar-week";
import type { PoolCeiling } from "../scheduling/limits/ceilings";
import type { PoolCost, StackCost } from "./answers/limits/cost";
import type { DisruptionCalendar } from "./answers/disruption/disruption-calendar";
import type { FirstEviction } from "./answers/disruption/first-eviction";
import type { LaunchableOfferings } from "./answers/launchable/launchable-offerings";
import type { NodeAge } from "./answers/disruption/node-age";
import type { GpuPodNode } from "./answers/placement/gpu-pod-nodes";
import type { WorkloadPlacement } from "./answers/placement/placement";
import type { Unstopped } from "./answers/disruption/unstopped";
import type { NodePool } from "../scheduling/node-pool/node-pool";
import type { ReportSubject } from "./subject/subject";
import type { Place } from "../scheduling/catalogue/place";

/**
 * The report of a stack, or of anybody's NodePools, as plain data: what `--format json` prints and what
 * the other formats render. docs/report.md says what each part answers.
 *
 * `version` is raised when a field changes its meaning or goes; fields may be added under the same
 * version. An absent field does not apply or is not known; null stands for "without end" or "no limit".
 * Money is in US dollars, moments are ISO 8601.
 */
export interface ReportModel {
  readonly version: 1;
  /** The stack's name, or the names of the files. */
  readonly title: string;
  readonly subject: ReportSubject;
  readonly place: Place;
  /** The week that the calendars show; its time zone is that of every local time in the report. */
  readonly week: CalendarWeek;
  /** What surprises people, the worst first. */
  readonly traps: readonly TrapOccurrence[];
  /** Parts of manifests that could not be read, ready to print. */
  readonly findings: readonly string[];
  readonly pools: readonly PoolReport[];
  /** All pools at their limits at once; those of the pools are theirs. */
  readonly cost: Omit<StackCost, "pools">;
  /** Where pods land, and where next. */
  readonly workloads: readonly WorkloadPlacement[];
  readonly agents: AgentsReport;
  /** In sentences, each once. */
  readonly assumptions: readonly string[];
  readonly sources: readonly Source[];
}

export interface PoolReport {
  readonly name: string;
  /** As Karpenter reads it, the CRD's defaults applied. */
  readonly nodePool: NodePool;
  readonly launchable: LaunchableOfferings;
  readonly ceiling: PoolCeiling;
  readonly cost: PoolCost;
  /** The nodes that pods with 1, 4 and 8 GPUs get. Empty for a pool without whole NVIDIA GPUs. */
  readonly gpuPods: readonly GpuPodNode[];
  readonly calendar: DisruptionCalendar;
  /** What takes nodes whatever budgets say. */
  readonly unstopped: readonly Unstopped[];
  /** Of a pod that starts as the week does, on a node that is new then. */
  readonly firstEviction: FirstEviction;
  readonly nodeAge: NodeAge;
}

/** Device plugins, exporters and whatever else has to run on every node of some kind. */
export interface AgentsReport {
  /** Empty where nothing is known of agents; the lists beside it are then empty too. */
  readonly agents: readonly { readonly name: string; readonly purpose: string }[];
  /** Names of the pools, in their order. */
  readonly pools: readonly string[];
  /** One per agent and pool. */
  readonly contracts: readonly AgentContract[];
  readonly devices: readonly DeviceContract[];
}

/** A trap that was found in a pool. */
export interface TrapOccurrence {
  /** The trap's id in the registry: `limits-contradict`. */
  readonly id: string;
  /** Absent for a trap of the stack as a whole. */
  readonly pool?: string;
  readonly text: string;
}

export interface Source {
  readonly what: string;
  readonly from: string;
  /** A day, `YYYY-MM-DD`, or a version. */
  readonly as: string;
}
