/** The nodes of static pools. They exist whether pods ask for them or not, and take pods like all nodes. */

import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";
import { poolZones, typeZones } from "../../../scheduling/launchable/pool-zones";
import { onDemandPrice } from "../../../scheduling/catalogue/prices";
import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import type { ExistingNode, PlacementAnswer } from "../../../scheduling/karpenter/questions";
import { instanceFamilyLabelKey, workloadLabelKey } from "../../../scheduling/requirements/labels";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { distinct, type Landing } from "./landing";
import type { PlacementInputs, StaticNodes } from "./placement-inputs";

/** More nodes than this do not change where pods land. */
const mostNodes = 50;

/** The nodes of each static pool, of its cheapest type, spread over its zones. */
export function staticNodes({
  pools,
  zones,
  context,
}: Pick<PlacementInputs, "pools" | "zones" | "context">): StaticNodes {
  const nodes = [...pools.values()].flatMap((pool) =>
    pool.replicas === undefined
      ? []
      : nodesOf(pool, {
          region: context.place.region,
          zones: zones.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }])),
        }),
  );
  return {
    nodes,
    types: distinct(nodes.map((node) => node.instanceType)),
    assumptions:
      nodes.length === 0
        ? []
        : ["Static pools have all their nodes, empty, each of the cheapest type of its pool."],
  };
}

interface KnownPlace {
  readonly region: string;
  readonly zones: readonly { readonly name: string; readonly id: string }[];
}

function nodesOf(pool: NodePool, place: KnownPlace): readonly ExistingNode[] {
  const requirements = requirementsOf(pool.requirements, pool.labels);
  const where = poolZones(requirements, place);
  const offered = launchableTypes(requirements).flatMap((type) => {
    const names = typeZones(type, place.region, where)?.zones ?? [];
    return names.length === 0 ? [] : [{ type, names }];
  });
  const priceOf = ({ name }: InstanceType): number =>
    onDemandPrice(name, place.region)?.usdPerHour ?? Infinity;
  const [cheapest] = offered.sort((a, b) => priceOf(a.type) - priceOf(b.type));
  if (cheapest === undefined) return [];
  const admitted = admittedCapacityTypes(pool);
  const capacityType = (["reserved", "spot", "on-demand"] as const).find((one) =>
    admitted.includes(one),
  );
  return Array.from({ length: Math.min(pool.replicas ?? 0, mostNodes) }, (_, index) => ({
    name: `${pool.name}-static-${index}`,
    nodePool: pool.name,
    instanceType: cheapest.type.name,
    zone: cheapest.names[index % cheapest.names.length] ?? "",
    capacityType: capacityType ?? "on-demand",
  }));
}

/** One landing for each static pool that takes pods. */
export function landingsOnStaticNodes(
  { existingNodes }: PlacementAnswer,
  { staticNodes: { nodes }, pools, context }: PlacementInputs,
): readonly Landing[] {
  const byPool = new Map<string, { readonly node: ExistingNode; readonly pods: number }[]>();
  for (const { node: name, pods } of existingNodes) {
    const node = nodes.find((one) => one.name === name);
    if (node?.nodePool === undefined) continue;
    const taken = byPool.get(node.nodePool) ?? [];
    byPool.set(node.nodePool, [...taken, { node, pods: pods.length }]);
  }
  return [...byPool].map(([pool, taken]) => {
    const types = distinct(taken.map(({ node }) => node.instanceType));
    const poolClass = pools.get(pool)?.labels[workloadLabelKey];
    const price = onDemandPrice(types[0] ?? "", context.place.region);
    return {
      pool,
      ...(poolClass === undefined ? {} : { poolClass }),
      capacityType: taken[0]?.node.capacityType ?? "on-demand",
      families: distinct(
        types.map((name) => instanceType(name)?.labels[instanceFamilyLabelKey] ?? name),
      ),
      instanceTypes: types,
      zones: [...distinct(taken.map(({ node }) => node.zone))].sort(),
      nodes: distinct(taken.map(({ node }) => node.name)).length,
      pods: taken.reduce((sum, { pods }) => sum + pods, 0),
      ...(price === undefined ? {} : { onDemandPrice: price }),
      isStatic: true,
    };
  });
}
