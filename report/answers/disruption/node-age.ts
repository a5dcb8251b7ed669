/**
 * How old a node may become, and how long it may run without a patch.
 *
 * A patch comes with a new node: a new AMI makes nodes drift, and budgets say when drift may replace them. Expiry
 * replaces a node at its age, whatever budgets say. A pod that may not be evicted (do-not-disrupt, or a
 * PodDisruptionBudget that allows none) holds off drift and holds up an expired node's drain, both for as long as
 * it runs, unless the pool has a terminationGracePeriod.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers/nodeclaim/expiration/controller.go#L74
 */

import { parseDuration } from "../../../scheduling/values/duration";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { neverDisruptedBecause } from "./never-disrupted";
import { longestClosed } from "./openings";

export interface NodeAge {
  /** The pool's name. */
  readonly pool: string;
  /** Age at which Karpenter deletes the node; null for `Never`. All in hours. */
  readonly expiryHours: number | null;
  /** Longest drain; null where the pool sets none. */
  readonly drainHours: number | null;
  /** Longest wait of a drifted node until budgets let it go; null where they never do. */
  readonly driftWaitHours: number | null;
  /** Oldest age; null where nothing bounds it. */
  readonly oldestHours: HoursByPods;
  /** Longest time from the new AMI to the node's replacement being due; null where nothing bounds it. */
  readonly unpatchedHours: HoursByPods;
}

/** By what runs on the node. */
export interface HoursByPods {
  /** Pods that may be evicted. */
  readonly ordinary: number | null;
  /** Some pod that may not, and that outlives everything here. */
  readonly blocking: number | null;
}

/** @param from the moment from which on the budgets' schedules are read */
export function nodeAge(pool: NodePool, from: Date, nodeCount = 1): NodeAge {
  const expiryHours = hoursOf(pool.expireAfter);
  const drainHours = hoursOf(pool.terminationGracePeriod);
  const driftWaitHours = driftWait(pool, from, nodeCount);
  const replacedAfter = least(driftWaitHours, expiryHours);
  return {
    pool: pool.name,
    expiryHours,
    drainHours,
    driftWaitHours,
    oldestHours: { ordinary: expiryHours, blocking: sum(expiryHours, drainHours) },
    unpatchedHours: { ordinary: replacedAfter, blocking: sum(replacedAfter, drainHours) },
  };
}

function driftWait(pool: NodePool, from: Date, nodeCount: number): number | null {
  if (neverDisruptedBecause(pool, "Drifted") !== undefined) return null;
  const opening = { budgets: pool.budgets, reason: "Drifted", nodeCount } as const;
  const minutes = longestClosed(opening, from);
  return minutes === undefined ? null : minutes / 60;
}

/** Null for `Never` and for what is not there. */
function hoursOf(duration: string | undefined): number | null {
  const seconds = duration === undefined ? undefined : parseDuration(duration);
  return seconds === undefined ? null : seconds / 3600;
}

/** Null stands for without end. */
function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
