/**
 * Which instance a pod gets in each GPU pool, by the number of its GPUs, and which ones eight pods of one GPU get. On demand
 * EC2 takes the cheapest type that fits, which is often another GPU than the one that people think of. And Karpenter
 * packs pods that are pending together onto as few nodes as it can.
 */

import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { Offerings, PlacementAnswer } from "../../../scheduling/karpenter/questions";
import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import { acceleratorOf, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { zonesOffering } from "../../../scheduling/catalogue/offerings";
import { onDemandPricesOf } from "../../../scheduling/catalogue/prices";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { zonesWithIds } from "../../../scheduling/launchable/zones-with-ids";
import { readNodePool, type NodePool } from "../../../scheduling/node-pool/node-pool";
import { nodePoolLabelKey } from "../../../scheduling/requirements/labels";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { landingOf, type Landing } from "./landing";
import type { PlacementContext } from "./placement-inputs";
import { poolOfferings } from "./pool-offerings";
import { typesThatMatter } from "./types-that-matter";

/** What pods get that select one pool. */
export interface GpuPool {
  readonly pool: string;
  /** The resource that the pods request: `nvidia.com/gpu`. */
  readonly resource: string;
  /** The numbers of GPUs that the types of the pool have in the region, the smallest first. */
  readonly sizes: readonly number[];
  /** One for each number of GPUs, the smallest first. */
  readonly pods: readonly GpuPod[];
  /** What pods of one GPU get that are pending at the same time, such as the replicas of a new server. */
  readonly replicas: GpuReplicas;
}

export interface GpuReplicas {
  readonly asked: number;
  /** How many of them get a node. */
  readonly placed: number;
  /** Nodes with the same cheapest type, in the order of Karpenter's answer. */
  readonly nodes: readonly {
    readonly instanceType: string;
    readonly capacityType: CapacityType;
    readonly count: number;
  }[];
  /** Price of all nodes on demand; absent if one of them has no price. */
  readonly usdPerHour?: number;
}

export interface GpuPod {
  readonly gpus: number;
  /** Absent where the pool launches nothing for the pod. */
  readonly landing?: Landing;
}

/** From the smallest instances with a GPU to a whole node of eight. */
const gpuCounts = [1, 4, 8] as const;

/** As many pods of one GPU as the largest nodes have GPUs. */
const replicasAsked = 8;

/**
 * Asks about all GPU pools at once, with one question for each number of GPUs and one for the replicas. Pods of two pools never
 * share a node or a limit, because each selects its pool.
 */
export function gpuPods(karpenter: Karpenter, context: PlacementContext): readonly GpuPool[] {
  const { region } = context.place;
  const pools = gpuPoolsOf(context);
  if (pools.length === 0) return [];
  const { zones } = zonesWithIds(context.place);
  const offerings: Offerings = {
    region,
    zones: zones.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }])),
    prices: onDemandPricesOf(region),
  };
  const overlays = context.nodeOverlays ?? [];
  const types = pools.flatMap(
    ({ nodePool, resource }) =>
      typesThatMatter([nodePool], podOf(nodePool, resource, 1), offerings, { overlays }) ?? [],
  );
  const byName = new Map(pools.map(({ nodePool }) => [nodePool.name, nodePool]));
  const { byPool } = poolOfferings({ pools: byName, zones, context });
  const ask = (gpus: number, count = 1): PlacementAnswer | undefined =>
    karpenter.place({
      nodePools: pools.map(({ manifest }) => manifest),
      pods: pools.map(({ nodePool, resource }) => ({
        name: nodePool.name,
        count,
        pod: podOf(nodePool, resource, gpus),
      })),
      offerings,
      pools: byPool,
      ...(context.daemonSets === undefined ? {} : { daemonSets: context.daemonSets }),
      ...(overlays.length === 0 ? {} : { nodeOverlays: overlays }),
      instanceTypes: [...new Set(types)].sort(),
      maxInstanceTypes: 2000,
    }).answer;
  const landings = (answer: PlacementAnswer | undefined, pool: string): readonly Landing[] =>
    claimsOf(answer, pool).flatMap((claim) => landingOf([claim], byName, region));
  const answers = gpuCounts.map((gpus) => ({ gpus, answer: ask(gpus) }));
  const together = ask(1, replicasAsked);
  return pools.map(({ nodePool: { name }, resource, sizes }) => ({
    pool: name,
    resource,
    sizes,
    pods: answers.map(({ gpus, answer }) => {
      const [landing] = landings(answer, name);
      return { gpus, ...(landing === undefined ? {} : { landing }) };
    }),
    replicas: replicasOn(landings(together, name)),
  }));
}

/** @param landings one for each node */
function replicasOn(landings: readonly Landing[]): GpuReplicas {
  const nodes = new Map<string, GpuReplicas["nodes"][number]>();
  for (const { instanceTypes, capacityType } of landings) {
    const [instanceType = ""] = instanceTypes;
    const key = `${instanceType} ${capacityType}`;
    const count = (nodes.get(key)?.count ?? 0) + 1;
    nodes.set(key, { instanceType, capacityType, count });
  }
  const prices = landings.map(({ onDemandPrice }) => onDemandPrice?.usdPerHour ?? NaN);
  const usdPerHour = prices.reduce((sum, price) => sum + price, 0);
  return {
    asked: replicasAsked,
    placed: landings.reduce((sum, { pods }) => sum + pods, 0),
    nodes: [...nodes.values()],
    ...(Number.isNaN(usdPerHour) ? {} : { usdPerHour }),
  };
}

interface AskedPool {
  readonly manifest: unknown;
  readonly nodePool: NodePool;
  readonly resource: string;
  readonly sizes: readonly number[];
}

/** Pods never make a static pool grow, so it is left out. */
function gpuPoolsOf({ nodePools, place }: PlacementContext): readonly AskedPool[] {
  const pools = nodePools.flatMap((manifest): readonly AskedPool[] => {
    const nodePool = readNodePool(manifest).pool;
    if (nodePool === undefined || nodePool.replicas !== undefined) return [];
    const types = typesOf(nodePool, place.region);
    const resource = gpuResource(types);
    if (resource === undefined) return [];
    return [{ manifest, nodePool, resource, sizes: sizesOf(types, resource) }];
  });
  const names = pools.map(({ nodePool }) => nodePool.name);
  return pools.filter(({ nodePool }, index) => names.indexOf(nodePool.name) === index);
}

function typesOf({ requirements, labels }: NodePool, region: string): readonly InstanceType[] {
  return launchableTypes(requirementsOf(requirements, labels)).filter(
    ({ name }) => zonesOffering(name, region).length > 0,
  );
}

/** How many of the resource the types have; those without it are left out. */
function sizesOf(types: readonly InstanceType[], resource: string): readonly number[] {
  const counts = types.flatMap((type) => {
    const accelerator = acceleratorOf(type);
    return accelerator?.resource === resource ? [accelerator.count] : [];
  });
  return [...new Set(counts)].filter((count) => count > 0).sort((a, b) => a - b);
}

/** The GPU that most of the types have. A pool without requirements launches GPUs too, and is no GPU pool for that. */
function gpuResource(types: readonly InstanceType[]): string | undefined {
  const counts = new Map<string, number>();
  for (const type of types) {
    const accelerator = acceleratorOf(type);
    if (accelerator?.kind !== "nvidia" && accelerator?.kind !== "amd") continue;
    counts.set(accelerator.resource, (counts.get(accelerator.resource) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 >= types.length ? most[0] : undefined;
}

function podOf({ name }: NodePool, resource: string, gpus: number): unknown {
  const resources = { requests: { [resource]: gpus }, limits: { [resource]: gpus } };
  return {
    spec: {
      nodeSelector: { [nodePoolLabelKey]: name },
      tolerations: [{ operator: "Exists" }],
      containers: [{ name: "main", resources }],
    },
  };
}

function claimsOf(answer: PlacementAnswer | undefined, pool: string) {
  return answer?.nodeClaims.filter(({ nodePool }) => nodePool === pool) ?? [];
}
