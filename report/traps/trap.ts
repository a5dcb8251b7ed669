import type { AgentContracts } from "../answers/agents/agent-contracts";
import type { PlacedWorkload } from "../answers/placement/placed-workload";
import type { Agent } from "../../scheduling/agents/agent";
import type { FaultPath } from "../../scheduling/values/fault";
import type { NodePool } from "../../scheduling/node-pool/node-pool";
import type { PoolReport } from "../model";

/** What every trap says about itself. */
interface TrapFacts {
  /** Unique, in kebab case, and the name of the trap's file: `limits-contradict`. */
  readonly id: string;
  /** The heading when several pools have the trap. No full stop. */
  readonly title: string;
  /** A report starts with the lowest rank. No two traps have the same one. `rank.ts` says what the numbers mean. */
  readonly rank: number;
  /** `costly`: costs money or work. `good-to-know`: does neither by itself. */
  readonly kind: "costly" | "good-to-know";
  /** Ids of traps with the same cause. Where the pool has one of them, this one is not told. */
  readonly impliedBy?: readonly string[];
  /** What to do, as a sentence. */
  readonly fix: string;
  /** Where in the manifest the cause is, for its line: `["spec", "limits"]`. */
  readonly at: FaultPath;
}

/**
 * A trap that shows in the answers about one pool.
 *
 * @typeParam Inputs the answers that the trap reads
 */
export interface PoolTrap<Inputs extends keyof PoolReport = keyof PoolReport> extends TrapFacts {
  /** One text, of one or two sentences with numbers, for each time that the pool has the trap. */
  readonly textsFor: (pool: Pick<PoolReport, Inputs>) => readonly string[];
}

/**
 * A trap that shows only when pools, workloads or agents are looked at together.
 *
 * @typeParam Inputs the answers that the trap reads
 */
export interface StackTrap<
  Inputs extends keyof StackAnswers = keyof StackAnswers,
> extends TrapFacts {
  readonly occurrencesIn: (
    answers: Pick<StackAnswers, Inputs>,
  ) => readonly (PoolText | WorkloadText)[];
}

export type Trap = PoolTrap | StackTrap;

/** What a trap says about one pool. */
export interface PoolText {
  /** The pool's name. */
  readonly pool: string;
  readonly text: string;
}

/** What a trap says about one workload. The text names it. */
export interface WorkloadText {
  readonly workload: string;
  readonly text: string;
  /** What to do in this case; without it, the trap's own fix. */
  readonly fix?: string;
}

/** The answers about all pools of a report together. */
export interface StackAnswers {
  readonly pools: readonly NodePool[];
  readonly reports: readonly PoolReport[];
  readonly workloads: readonly PlacedWorkload[];
  readonly agents: readonly Agent[];
  readonly agentContracts: AgentContracts;
  /** Names of the schedulers with the Neuron extension; undefined if it is not known whether there are any. */
  readonly neuronSchedulers: readonly string[] | undefined;
}
