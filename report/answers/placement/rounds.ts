/**
 * Scheduling rounds after the first. In one round Karpenter counts each new node against the limits as the largest type
 * that it may become, so pods can be left over although there is room. The next round knows the nodes and goes on.
 */

import type { Workload } from "../../subject/workload";
import type {
  ExistingNode,
  NodeClaim,
  PlacementAnswer,
} from "../../../scheduling/karpenter/questions";
import { capacityTypeOf, requestedTypes } from "./landing";
import type { LaterRound } from "./placement-query";

/** A pool of many small nodes would need many rounds. What is left over then counts as pending. */
const mostRounds = 12;

/** The answer of all rounds together; the reasons are those of the last one. */
export function allRounds(
  first: PlacementAnswer,
  { pod, count = 1 }: Workload,
  existing: readonly ExistingNode[],
  ask: (later: LaterRound) => PlacementAnswer | undefined,
): PlacementAnswer {
  let all = first;
  for (let round = 1; round < mostRounds; round += 1) {
    const pending = count - placedPods(all);
    if (pending <= 0) break;
    const nodes = [
      ...existing.map((node) => withPods(node, all, pod)),
      ...all.nodeClaims.map((claim, index) => nodeOf(claim, index, pod)),
    ];
    const next = ask({ nodes, pods: pending });
    if (next === undefined || placedPods(next) === 0) break;
    all = joined(all, next);
  }
  return all;
}

function placedPods({ nodeClaims, existingNodes }: PlacementAnswer): number {
  return [...nodeClaims, ...existingNodes].reduce((sum, { pods }) => sum + pods.length, 0);
}

/** The node that EC2 makes of a claim: the first type of the request, in one of its zones. */
function nodeOf(claim: NodeClaim, index: number, pod: unknown): ExistingNode {
  const [instanceType = ""] = requestedTypes(claim);
  const bought = claim.launch?.pools.find((one) => one.instanceType === instanceType);
  const name = claimNode(index);
  return {
    name,
    nodePool: claim.nodePool,
    instanceType,
    zone: bought?.zone ?? claim.zones[0] ?? "",
    capacityType: capacityTypeOf(claim),
    pods: [{ name: `on-${name}`, count: claim.pods.length, pod }],
  };
}

function claimNode(index: number): string {
  return `claim-${index}`;
}

function withPods(node: ExistingNode, answer: PlacementAnswer, pod: unknown): ExistingNode {
  const there = answer.existingNodes.filter((one) => one.node === node.name);
  const count = there.reduce((sum, { pods }) => sum + pods.length, 0);
  return count === 0 ? node : { ...node, pods: [{ name: `on-${node.name}`, count, pod }] };
}

/** Pods that a later round puts on the nodes of an earlier claim count as pods of that claim. */
function joined(earlier: PlacementAnswer, next: PlacementAnswer): PlacementAnswer {
  const onNode = new Map(next.existingNodes.map(({ node, pods }) => [node, pods]));
  const claims = earlier.nodeClaims.map((claim, index) => ({
    ...claim,
    pods: [...claim.pods, ...(onNode.get(claimNode(index)) ?? [])],
  }));
  const names = new Set(earlier.nodeClaims.map((_, index) => claimNode(index)));
  return {
    ...next,
    nodeClaims: [...claims, ...next.nodeClaims],
    existingNodes: [
      ...earlier.existingNodes,
      ...next.existingNodes.filter(({ node }) => !names.has(node)),
    ],
  };
}
