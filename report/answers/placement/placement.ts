/**
 * Where pods land, and where next: the pool that takes them, what it launches, and the order in which Karpenter falls
 * back when EC2 runs out of capacity. Karpenter's own scheduler decides each step.
 *
 * A step has all that a pool would launch for the pods in one capacity type. This is what one CreateFleet request
 * names. If EC2 answers it with InsufficientInstanceCapacity, Karpenter treats all of it as unavailable for three
 * minutes
 * (https://karpenter.sh/v1.15/faq/#what-if-there-is-no-spot-capacity-will-karpenter-fallback-to-on-demand).
 */

import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type {
  ExhaustedOffering,
  KarpenterFinding,
  NodeClaim,
  PlacementAnswer,
} from "../../../scheduling/karpenter/questions";
import { readNodePool, type NodePool } from "../../../scheduling/node-pool/node-pool";
import { capacityTypeOf, distinct, familiesOf, landingOf, type Landing } from "./landing";
import { allRounds } from "./rounds";
import { landingsOnStaticNodes, staticNodes } from "./static-nodes";
import { poolOfferings } from "./pool-offerings";
import { placementQuery, type PlacementQuery } from "./placement-query";
import { podNeeds, type PodNeeds } from "./pod-needs";
import { refusalText } from "./refusal-text";
import type { PlacementContext, PlacementInputs } from "./placement-inputs";
import type { Workload } from "../../subject/workload";
import { lastingRefusals } from "./lasting-refusals";
import { zonesWithIds, type PlacedZone } from "../../../scheduling/launchable/zones-with-ids";

export interface Placements {
  /** In the order of the workloads that were asked about. */
  readonly workloads: readonly WorkloadPlacement[];
  /** The zones, with the ids that the answer assumes. */
  readonly zones: readonly PlacedZone[];
  /** What the answer assumes, in sentences. */
  readonly assumptions: readonly string[];
}

export interface WorkloadPlacement {
  readonly workload: string;
  readonly workloadClass?: string;
  readonly pods: number;
  /** In order. The pods land at the first step; empty if no pool takes any of them. */
  readonly steps: readonly PlacementStep[];
  /** Why no pool takes the pods once all steps have failed, or from the start. */
  readonly refusals: readonly PoolRefusal[];
  /** False if Karpenter could fall back further than was asked. */
  readonly isComplete: boolean;
  /** What is wrong with pools and pods. The answer leaves these parts out. */
  readonly findings: readonly KarpenterFinding[];
}

export interface PlacementStep {
  /** One per pool and capacity type. */
  readonly landings: readonly Landing[];
  /** Pods that no pool takes at this step. */
  readonly pendingPods: number;
  /** Why, for each pool; empty if all pods land. */
  readonly refusals: readonly PoolRefusal[];
}

export interface PoolRefusal {
  readonly pool: string;
  /** In plain words. */
  readonly text: string;
  /** As Karpenter says it. */
  readonly reasons: readonly string[];
}

/** Asks Karpenter about each workload by itself, on an empty cluster. */
export function placements(
  karpenter: Karpenter,
  context: PlacementContext,
  workloads: readonly Workload[],
): Placements {
  const { zones, assumptions } = zonesWithIds(context.place);
  const base = {
    karpenter,
    context,
    zones,
    pools: poolsByName(context.nodePools),
  };
  const inputs: PlacementInputs = {
    ...base,
    offerings: poolOfferings(base),
    staticNodes: staticNodes(base),
  };
  const queries = workloads.map((workload) => placementQuery(inputs, workload));
  const instanceTypesToCome = distinct(queries.flatMap(({ firstTypes }) => firstTypes ?? []));
  const answers = new Map(
    wholeCatalogueLast(queries).map((query) => [
      query,
      placementOf(inputs, query, instanceTypesToCome),
    ]),
  );
  return {
    workloads: queries.flatMap((query) => answers.get(query) ?? []),
    zones,
    assumptions: [
      ...assumptions,
      ...alwaysAssumed,
      ...inputs.offerings.assumptions,
      ...inputs.staticNodes.assumptions,
    ],
  };
}

/** A limit for pools that launch dozens of families. A chain of tiers has fewer steps. */
const maxSteps = 24;

const alwaysAssumed: readonly string[] = [
  "The cluster is empty: no node has room left, and nothing counts against a limit yet.",
  "EC2 has whatever is not named as exhausted, on demand and on Spot; Spot costs less than on demand.",
  "Reserved capacity is left out where a pool may buy other capacity too: a NodePool does not say how much of it is free.",
];

function poolsByName(manifests: readonly unknown[]): ReadonlyMap<string, NodePool> {
  const pools = manifests.flatMap((manifest) => readNodePool(manifest).pool ?? []);
  return new Map(pools.map((pool) => [pool.name, pool]));
}

/** Karpenter becomes slower for few types once it has loaded all of them, so those questions come first. */
function wholeCatalogueLast(queries: readonly PlacementQuery[]): readonly PlacementQuery[] {
  const isAboutAll = ({ firstTypes }: PlacementQuery): boolean => firstTypes === undefined;
  return [...queries.filter((query) => !isAboutAll(query)), ...queries.filter(isAboutAll)];
}

function placementOf(
  inputs: PlacementInputs,
  { workload, ask, exhaust }: PlacementQuery,
  instanceTypesToCome: readonly string[],
): WorkloadPlacement {
  const { name, workloadClass, count = 1 } = workload;
  const steps: PlacementStep[] = [];
  let { answer, findings } = ask(instanceTypesToCome);
  while (answer !== undefined && takesPods(answer) && steps.length < maxSteps) {
    const rounds = allRounds(
      answer,
      workload,
      inputs.staticNodes.nodes,
      (later) => ask(instanceTypesToCome, later).answer,
    );
    steps.push(stepOf(inputs, workload, rounds));
    // Nodes of static pools do not run out, so the pods never go further.
    if (answer.nodeClaims.length === 0) break;
    exhaust(rounds.nodeClaims.flatMap(offeringsOf));
    ({ answer, findings } = ask(instanceTypesToCome));
  }
  return {
    workload: name,
    ...(workloadClass === undefined ? {} : { workloadClass }),
    pods: count,
    steps,
    refusals: answer === undefined ? [] : refusalsOf(answer, inputs, workload),
    isComplete: answer?.nodeClaims.length === 0,
    findings,
  };
}

function takesPods({ nodeClaims, existingNodes }: PlacementAnswer): boolean {
  return nodeClaims.length > 0 || existingNodes.length > 0;
}

function stepOf(
  inputs: PlacementInputs,
  workload: Workload,
  answer: PlacementAnswer,
): PlacementStep {
  const byKey = new Map<string, NodeClaim[]>();
  for (const claim of answer.nodeClaims) {
    const key = `${claim.nodePool} ${capacityTypeOf(claim)}`;
    byKey.set(key, [...(byKey.get(key) ?? []), claim]);
  }
  const { region } = inputs.context.place;
  const landings = [
    ...landingsOnStaticNodes(answer, inputs),
    ...[...byKey.values()].flatMap((claims) => landingOf(claims, inputs.pools, region)),
  ];
  const pendingPods = (workload.count ?? 1) - landings.reduce((sum, { pods }) => sum + pods, 0);
  return {
    landings,
    pendingPods,
    refusals: pendingPods === 0 ? [] : refusalsOf(answer, inputs, workload),
  };
}

function offeringsOf(claim: NodeClaim): readonly ExhaustedOffering[] {
  const capacityType = capacityTypeOf(claim);
  return familiesOf(claim).map((family) => ({ family, capacityType }));
}

/**
 * Why each pool takes none of the remaining pods.
 *
 * Karpenter's own reasons are vague in two cases. For a pool without capacity it names only that, even if taints or
 * labels would refuse the pods anyway. If a pool lacks several labels it names any one of them, another one each time.
 */
function refusalsOf(
  { unschedulable, skippedPools }: PlacementAnswer,
  { pools, context: { nodeClasses } }: PlacementInputs,
  { pod }: Workload,
): readonly PoolRefusal[] {
  const byPool = new Map<string, Set<string>>();
  const all = unschedulable.flatMap((pods) => pods.byPool);
  for (const { nodePool, reasons } of [...all, ...skippedPools]) {
    const known = byPool.get(nodePool) ?? new Set();
    for (const reason of reasons) known.add(reason);
    byPool.set(nodePool, known);
  }
  const needs = podNeeds(pod);
  const skipped = new Set(skippedPools.map(({ nodePool }) => nodePool));
  return [...byPool].map(([name, said]) => {
    const pool = pools.get(name);
    const standing = pool === undefined ? [] : lastingRefusals(pool, needs);
    const isVague = skipped.has(name) || [...said].some((reason) => lacksLabel.test(reason));
    const reasons = isVague && standing.length > 0 ? standing : [...said];
    const maxPods = nodeClasses?.[name]?.maxPods;
    const text = refusalText(reasons, {
      asked: labelsAsked(needs),
      ...(needs.requests === undefined ? {} : { requests: needs.requests }),
      ...(maxPods === undefined ? {} : { maxPods }),
    });
    return { pool: name, text, reasons };
  });
}

const lacksLabel = /does not have known values/;

/** `node-type=gpu`; of an affinity the keys alone. */
function labelsAsked({ nodeSelector, nodeLabelKeys }: PodNeeds): readonly string[] {
  return nodeLabelKeys.map((key) => {
    const value = Object.hasOwn(nodeSelector, key) ? nodeSelector[key] : undefined;
    return value === undefined ? key : `${key}=${value}`;
  });
}
