/**
 * How old a node may become, and how long it may run without a patch.
 *
 * A patch comes with a new node: a new AMI makes nodes drift, and budgets say when Karpenter may replace a drifted
 * node. Expiry replaces a node at its age, whatever budgets say. Some pods may not be evicted, by do-not-disrupt or by
 * a PodDisruptionBudget that allows no eviction. Such a pod delays drift and the drain of an expired node for as long
 * as it runs, unless the pool has a terminationGracePeriod.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/nodeclaim/expiration/controller.go#L75
 *
 * EKS Auto Mode replaces a node at 21 days, so a drain ends then too.
 * https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 */

import { autoModeMostHours } from "../../../scheduling/node-pool/auto-mode";
import { providerOf } from "../../../scheduling/node-pool/class-provider";
import { parseDuration } from "../../../scheduling/values/duration";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { longestClosed } from "./openings";

export interface NodeAge {
  /** The pool's name. */
  readonly pool: string;
  /** Age at which Karpenter deletes the node, in hours, as everything here; null for `Never`. */
  readonly expiryHours: number | null;
  /** Longest drain; null if the pool sets no limit. */
  readonly drainHours: number | null;
  /** Age at which EKS Auto Mode removes the node, whatever still drains; absent for other nodes. */
  readonly mostHours?: number;
  /** Longest wait of a drifted node until budgets let Karpenter replace it; null if they never do. */
  readonly driftWaitHours: number | null;
  /** Oldest age; null if nothing limits it. */
  readonly oldestHours: HoursByPods;
  /** Longest time from a new AMI until the node is to be replaced; null if nothing limits it. */
  readonly unpatchedHours: HoursByPods;
}

/** Hours, by the pods that run on the node. */
export interface HoursByPods {
  /** With pods that may be evicted. */
  readonly ordinary: number | null;
  /** With a pod that may not be evicted and does not end by itself. */
  readonly blocking: number | null;
}

/** @param from budgets are read from this moment on */
export function nodeAge(pool: NodePool, from: Date, nodeCount = 1): NodeAge {
  const expiryHours = hoursOf(pool.expireAfter);
  const drainHours = hoursOf(pool.terminationGracePeriod);
  const driftWaitHours = driftWait(pool, from, nodeCount);
  const replacedAfter = least(driftWaitHours, expiryHours);
  const most =
    providerOf(pool.nodeClassRef) === "auto-mode" ? { mostHours: autoModeMostHours } : {};
  const capped = (hours: number | null): number | null => least(hours, most.mostHours ?? null);
  return {
    pool: pool.name,
    expiryHours,
    drainHours,
    ...most,
    driftWaitHours,
    oldestHours: {
      ordinary: capped(expiryHours),
      blocking: capped(sum(expiryHours, drainHours)),
    },
    unpatchedHours: {
      ordinary: capped(replacedAfter),
      blocking: capped(sum(replacedAfter, drainHours)),
    },
  };
}

function driftWait(pool: NodePool, from: Date, nodeCount: number): number | null {
  if (neverDisruptedBecause(pool, "Drifted") !== undefined) return null;
  const opening = { budgets: pool.budgets, reason: "Drifted", nodeCount } as const;
  const minutes = longestClosed(opening, from);
  return minutes === undefined ? null : minutes / 60;
}

/** Null for `Never` and for a missing duration. */
function hoursOf(duration: string | undefined): number | null {
  const seconds = duration === undefined ? undefined : parseDuration(duration);
  return seconds === undefined ? null : seconds / 3600;
}

/** Null means without an end. */
function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
