/**
 * Which instance a pod gets in each GPU pool, by the number of its GPUs. On demand EC2 takes the cheapest type that
 * fits, which is often another GPU than the one that people think of.
 */

import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { Offerings, PlacementAnswer } from "../../../scheduling/karpenter/questions";
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
  /** One for each number of GPUs, the smallest first. */
  readonly pods: readonly GpuPod[];
}

export interface GpuPod {
  readonly gpus: number;
  /** Absent where the pool launches nothing for the pod. */
  readonly landing?: Landing;
}

/** From the smallest instances with a GPU to a whole node of eight. */
const gpuCounts = [1, 4, 8] as const;

/**
 * Asks about all GPU pools at once, with one question for each number of GPUs. The pods of one question never share a
 * node or a limit, because each selects another pool.
 */
export function gpuPods(karpenter: Karpenter, context: PlacementContext): readonly GpuPool[] {
  const { region } = context.place;
  const pools = gpuPoolsOf(context);
  if (pools.length === 0) return [];
  const offerings: Offerings = {
    region,
    zones: zonesWithIds(context.place).zones.flatMap(({ name, id }) =>
      id === undefined ? [] : [{ name, id }],
    ),
    prices: onDemandPricesOf(region),
  };
  const overlays = context.nodeOverlays ?? [];
  const types = pools.flatMap(
    ({ nodePool, resource }) =>
      typesThatMatter([nodePool], podOf(nodePool, resource, 1), offerings, { overlays }) ?? [],
  );
  const { zones } = zonesWithIds(context.place);
  const byName = new Map(pools.map(({ nodePool }) => [nodePool.name, nodePool]));
  const { byPool } = poolOfferings({ pools: byName, zones, context });
  const answers = gpuCounts.map((gpus) => ({
    gpus,
    answer: karpenter.place({
      nodePools: pools.map(({ manifest }) => manifest),
      pods: pools.map(({ nodePool, resource }) => ({
        name: nodePool.name,
        pod: podOf(nodePool, resource, gpus),
      })),
      offerings,
      pools: byPool,
      ...(context.daemonSets === undefined ? {} : { daemonSets: context.daemonSets }),
      ...(overlays.length === 0 ? {} : { nodeOverlays: overlays }),
      instanceTypes: [...new Set(types)].sort(),
      maxInstanceTypes: 2000,
    }).answer,
  }));
  return pools.map(({ nodePool: { name }, resource }) => ({
    pool: name,
    resource,
    pods: answers.map(({ gpus, answer }) => {
      const [landing] = landingOf(claimsOf(answer, name), byName, region);
      return { gpus, ...(landing === undefined ? {} : { landing }) };
    }),
  }));
}

interface AskedPool {
  readonly manifest: unknown;
  readonly nodePool: NodePool;
  readonly resource: string;
}

/** Pods never make a static pool grow, so it is left out. */
function gpuPoolsOf({ nodePools, place }: PlacementContext): readonly AskedPool[] {
  const pools = nodePools.flatMap((manifest): readonly AskedPool[] => {
    const nodePool = readNodePool(manifest).pool;
    if (nodePool === undefined || nodePool.replicas !== undefined) return [];
    const resource = gpuResource(typesOf(nodePool, place.region));
    return resource === undefined ? [] : [{ manifest, nodePool, resource }];
  });
  const names = pools.map(({ nodePool }) => nodePool.name);
  return pools.filter(({ nodePool }, index) => names.indexOf(nodePool.name) === index);
}

function typesOf({ requirements, labels }: NodePool, region: string): readonly InstanceType[] {
  return launchableTypes(requirementsOf(requirements, labels)).filter(
    ({ name }) => zonesOffering(name, region).length > 0,
  );
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
