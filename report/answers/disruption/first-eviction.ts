/**
 * When a running pod can first be stopped, and by what.
 *
 * Follows Karpenter 1.15.2. A pod with do-not-disrupt keeps its node from consolidation. It also keeps its node from
 * drift, unless the pool has a terminationGracePeriod. No drain evicts the pod, but a drain with a
 * terminationGracePeriod deletes it before the drain ends, early enough for the pod's own grace period.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/types.go#L204
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/node/termination/terminator/terminator.go#L125
 */

import type { DisruptionReason } from "../../../scheduling/budgets/budget";
import { parseDuration } from "../../../scheduling/values/duration";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";
import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { firstOpening } from "./openings";

export interface EvictionQuestion {
  /** The moment of the question. The pod has run since then. */
  readonly from: Date;
  /** When the node of the pod was created; `from` if left out. */
  readonly nodeCreated?: Date;
  /** The number of initialised nodes in the pool; 1 if left out. */
  readonly nodeCount?: number;
  /** The `terminationGracePeriodSeconds` of the pod; 30, as in Kubernetes, if left out. */
  readonly podGraceSeconds?: number;
}

export interface FirstEviction {
  /** The pool's name. */
  readonly pool: string;
  /** UTC, ISO 8601. */
  readonly from: string;
  readonly nodeCreated: string;
  readonly ordinary: PodOutlook;
  /** For a pod with the annotation `karpenter.sh/do-not-disrupt: "true"`. */
  readonly doNotDisrupt: PodOutlook;
}

export interface PodOutlook {
  /** What Karpenter decides by itself, the earliest first. Empty if it never stops the pod. */
  readonly byKarpenter: readonly Eviction[];
  /**
   * When the node expires and takes no more pods, while its drain waits for this pod without an end. Absent if no
   * expired node waits for it.
   */
  readonly heldFrom?: string;
  /** EC2 may do this at any time from `from` on. Absent if the pool launches no Spot. */
  readonly spotInterruption?: SpotInterruption;
}

export interface Eviction {
  readonly by: "drift" | "consolidation" | "expiry";
  /** When Karpenter can begin to drain the node, at the earliest: UTC, ISO 8601. */
  readonly drainFrom: string;
  /** When the pod is told to stop, at the earliest. */
  readonly at: string;
  /** The conditions for it, and the settings that do not stop it. */
  readonly text: string;
}

export interface SpotInterruption {
  readonly noticeSeconds: 120;
  /** True if the pool may launch other capacity too. */
  readonly onlyOnSpotNodes: boolean;
  readonly text: string;
}

export function firstEviction(pool: NodePool, question: EvictionQuestion): FirstEviction {
  const nodeCreated = question.nodeCreated ?? question.from;
  return {
    pool: pool.name,
    from: question.from.toISOString(),
    nodeCreated: nodeCreated.toISOString(),
    ordinary: outlook(pool, question, false),
    doNotDisrupt: outlook(pool, question, true),
  };
}

function outlook(pool: NodePool, question: EvictionQuestion, isProtected: boolean): PodOutlook {
  const byKarpenter = [
    drift(pool, question, isProtected),
    consolidation(pool, question, isProtected),
    expiry(pool, question, isProtected),
  ]
    .filter((eviction) => eviction !== undefined)
    .sort((a, b) => a.at.localeCompare(b.at));
  const spot = spotInterruption(pool, isProtected);
  const held = isProtected && pool.terminationGracePeriod === undefined;
  const expires = held ? expiryOf(pool, question) : undefined;
  return {
    byKarpenter,
    ...(expires === undefined ? {} : { heldFrom: expires.toISOString() }),
    ...(spot === undefined ? {} : { spotInterruption: spot }),
  };
}

function drift(
  pool: NodePool,
  question: EvictionQuestion,
  isProtected: boolean,
): Eviction | undefined {
  const drainFrom = opening(pool, "Drifted", question.from, question.nodeCount);
  if (drainFrom === undefined) return undefined;
  const at = stopOf(pool, question, drainFrom, isProtected);
  if (at === undefined) return undefined;
  const grace = isProtected
    ? `terminationGracePeriod ${pool.terminationGracePeriod} makes drift take the node in spite of do-not-disrupt`
    : "whatever consolidationPolicy says";
  return eviction("drift", drainFrom, at, `if the node has drifted by then; ${grace}`);
}

/** Consolidation never takes a pod with do-not-disrupt. `consolidateAfter` runs from the pod's start. */
function consolidation(
  pool: NodePool,
  { from, nodeCount }: EvictionQuestion,
  isProtected: boolean,
): Eviction | undefined {
  if (isProtected) return undefined;
  const quiet = parseDuration(pool.consolidateAfter) ?? 0;
  const drainFrom = opening(pool, "Underutilized", later(from, quiet), nodeCount);
  if (drainFrom === undefined) return undefined;
  const condition = `if its pods fit on other nodes or on a cheaper one, ${pool.consolidateAfter} after the last pod came or went`;
  return eviction("consolidation", drainFrom, drainFrom, condition);
}

/** Depends only on the age of the node: no budget counts, and Karpenter prepares no replacement first. */
function expiry(
  pool: NodePool,
  question: EvictionQuestion,
  isProtected: boolean,
): Eviction | undefined {
  const drainFrom = expiryOf(pool, question);
  if (drainFrom === undefined) return undefined;
  const at = stopOf(pool, question, drainFrom, isProtected);
  if (at === undefined) return undefined;
  const cut = isProtected
    ? `, and terminationGracePeriod ${pool.terminationGracePeriod} ends the wait for do-not-disrupt`
    : "";
  const text = `expireAfter ${pool.expireAfter} is forceful: no budget stops it${cut}`;
  return eviction("expiry", drainFrom, at, text);
}

function expiryOf(
  { expireAfter }: NodePool,
  { from, nodeCreated = from }: EvictionQuestion,
): Date | undefined {
  const age = parseDuration(expireAfter);
  if (age === undefined) return undefined;
  const expires = later(nodeCreated, age);
  return expires > from ? expires : from;
}

function spotInterruption(pool: NodePool, isProtected: boolean): SpotInterruption | undefined {
  const admitted = admittedCapacityTypes(pool);
  if (!admitted.includes("spot")) return undefined;
  const onlyOnSpotNodes = admitted.length > 1;
  const where = onlyOnSpotNodes ? "on a Spot node, " : "";
  const effect = isProtected
    ? "do-not-disrupt does not stop it, and keeps Karpenter from telling the pod to stop in time"
    : "the pod is told to stop at once";
  const text = `${where}at any time with two minutes' notice; ${effect}`;
  return { noticeSeconds: 120, onlyOnSpotNodes, text };
}

function opening(
  pool: NodePool,
  reason: DisruptionReason,
  from: Date,
  nodeCount = 1,
): Date | undefined {
  if (neverDisruptedBecause(pool, reason) !== undefined) return undefined;
  return firstOpening({ budgets: pool.budgets, reason, nodeCount }, from);
}

/** When a drain that begins at `drainFrom` stops the pod; undefined if the drain waits until the pod ends. */
function stopOf(
  { terminationGracePeriod }: NodePool,
  { podGraceSeconds = 30 }: EvictionQuestion,
  drainFrom: Date,
  isProtected: boolean,
): Date | undefined {
  if (!isProtected) return drainFrom;
  if (terminationGracePeriod === undefined) return undefined;
  const seconds = (parseDuration(terminationGracePeriod) ?? 0) - podGraceSeconds;
  return later(drainFrom, Math.max(0, seconds));
}

function eviction(by: Eviction["by"], drainFrom: Date, at: Date, text: string): Eviction {
  return { by, drainFrom: drainFrom.toISOString(), at: at.toISOString(), text };
}

/** A duration may be longer, but JavaScript's dates end in the year 275760. */
function later(date: Date, seconds: number): Date {
  return new Date(Math.min(date.getTime() + seconds * 1000, 8.64e15));
}
