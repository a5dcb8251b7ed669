import type { AgentContract, DeviceContract } from "./answers/agents/agent-contracts";
import type { CalendarWeek } from "./answers/disruption/calendar-week";
import type { PoolCeiling } from "../scheduling/limits/ceilings";
import type { PoolCost, StackCost } from "./answers/limits/cost";
import type { GpuPool } from "./answers/placement/gpu-pods";
import type { QuotaNeed } from "./answers/limits/quota-needs";
import type { DisruptionCalendar } from "./answers/disruption/disruption-calendar";
import type { FirstEviction } from "./answers/disruption/first-eviction";
import type { LaunchableOfferings } from "./answers/launchable/launchable-offerings";
import type { NodeAge } from "./answers/disruption/node-age";
import type { WorkloadPlacement } from "./answers/placement/placement";
import type { Unstopped } from "./answers/disruption/unstopped";
import type { Ec2NodeClass } from "../scheduling/node-class/ec2-node-class";
import type { NodePool } from "../scheduling/node-pool/node-pool";
import type { PoolNotChecked, RefusedObject } from "./subject/checked-pools";
import type { ReportSubject } from "./subject/subject";
import type { Place } from "../scheduling/catalogue/place";

/**
 * The report of a stack, or of NodePools from any source, as plain data. `--format json` prints it, and the other
 * formats render it. docs/report.md says what each part answers.
 *
 * `version` is raised when a field is removed or changes its meaning. New fields may be added under the same version.
 * An absent field does not apply or is not known; null means "without end" or "no limit". Money is in US dollars, and
 * moments are ISO 8601.
 */
export interface ReportModel {
  readonly version: 1;
  /** The stack's name, or the names of the files. */
  readonly title: string;
  readonly subject: ReportSubject;
  readonly place: Place;
  /** The week that the calendars show. All local times in the report are in its time zone. */
  readonly week: CalendarWeek;
  /** What costs money or work and does not show in the YAML, the worst first. */
  readonly traps: readonly TrapOccurrence[];
  /** Pools, EC2NodeClasses and workloads that the API server refuses. `isOnlyStrict` says whose parts are reported on. */
  readonly refused: readonly RefusedObject[];
  /** Pools of which nothing is said, because this model does not have their nodes. */
  readonly notChecked: readonly PoolNotChecked[];
  /** Parts of manifests that could not be read or have no effect, ready to print. */
  readonly findings: readonly string[];
  readonly pools: readonly PoolReport[];
  /** All pools at their limits at the same time. Each pool report has its own cost. */
  readonly cost: Omit<StackCost, "pools">;
  /** What the account has to admit so that every pool reaches its limits. */
  readonly quotas: readonly QuotaNeed[];
  /** Where pods land, and where next when EC2 runs out. */
  readonly workloads: readonly WorkloadPlacement[];
  /** The instances that pods of one, four or eight GPUs get in each GPU pool, and eight pods of one GPU together. */
  readonly gpuPods: readonly GpuPool[];
  readonly agents: AgentsReport;
  /** In sentences, each once. */
  readonly assumptions: readonly string[];
  readonly sources: readonly Source[];
}

export interface PoolReport {
  readonly name: string;
  /** As Karpenter reads it, with the defaults of the CRD. */
  readonly nodePool: NodePool;
  /** As it is written. It differs where EKS Auto Mode reads the pool. */
  readonly written: NodePool;
  /** Absent where the subject has no such class. */
  readonly nodeClass?: Ec2NodeClass;
  readonly launchable: LaunchableOfferings;
  readonly ceiling: PoolCeiling;
  readonly cost: PoolCost;
  readonly calendar: DisruptionCalendar;
  /** What stops nodes whatever budgets say. */
  readonly unstopped: readonly Unstopped[];
  /** For a pod that starts at the start of the week, on a node that is new then. */
  readonly firstEviction: FirstEviction;
  readonly nodeAge: NodeAge;
}

/** Device plugins, exporters and other agents that run on every node of some kind. */
export interface AgentsReport {
  /** Empty if no agents are known. The lists below are then empty too. */
  readonly agents: readonly { readonly name: string; readonly purpose: string }[];
  /** Names of the pools, in the order of `pools` above. */
  readonly pools: readonly string[];
  /** One per agent and pool. */
  readonly contracts: readonly AgentContract[];
  readonly devices: readonly DeviceContract[];
}

/** A trap that was found in a pool or a workload. */
export interface TrapOccurrence {
  /** The trap's id in the registry: `limits-contradict`. */
  readonly id: string;
  /** Absent for a trap of the whole stack, or of a workload. */
  readonly pool?: string;
  /** Only for a trap of a workload. */
  readonly workload?: string;
  readonly text: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** The manifest that has the cause; absent where no manifest of the subject has it. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

export interface Source {
  readonly what: string;
  readonly from: string;
  /** A day, `YYYY-MM-DD`, or a version. */
  readonly as: string;
}
