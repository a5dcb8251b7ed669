import type { FleetChange } from "./fleet";

/**
 * `drains`: running pods are evicted outside of every budget. `orphans`: instances go on without what manages, admits or
 * feeds them. `unprotected`: a training pool that one mistake could remove. `refused`: the API server refuses the change
 * in the middle of the deployment.
 */
export type Effect = "drains" | "orphans" | "unprotected" | "refused";

/** What stops a deployment: one finding for each cause. */
export interface Blast {
  readonly effect: Effect;
  /** Name of what changes, as its API knows it. */
  readonly name: string;
  /** The URN to approve. */
  readonly urn: string;
  /** What the plan does: `deletes the NodePool gpu-training`. */
  readonly problem: string;
  /** The properties that are the cause; empty where the resource leaves the program. */
  readonly causes: readonly string[];
  /** What happens to nodes and pods. */
  readonly consequence: string;
  /** The way that avoids it. */
  readonly fix: string;
  /** NodePools whose nodes are at stake. `undefined` where the plan does not show which. */
  readonly pools?: readonly FleetChange[];
}
