/**
 * The instance types that can change the answer for a workload. Karpenter needs seconds for the whole catalogue, and a
 * moment for these few dozen. Tests compare the answers with those over the whole catalogue.
 */

import { capacityTypes } from "../../../scheduling/requirements/capacity-types";
import { instanceTypes, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import type { ExhaustedOffering, Offerings } from "../../../scheduling/karpenter/questions";
import {
  capacityTypeLabelKey,
  hostnameLabelKey,
  instanceFamilyLabelKey,
  regionLabelKey,
  zoneIdLabelKey,
  zoneLabelKey,
} from "../../../scheduling/requirements/labels";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { zonesOffering } from "../../../scheduling/catalogue/offerings";
import {
  admits,
  requirementsOf,
  type Requirements,
} from "../../../scheduling/requirements/requirements";
import { isInstanceTypeLabel } from "./instance-type-label";
import { at, podNeeds, type PodNeeds } from "./pod-needs";
import { lastingRefusals } from "./lasting-refusals";

export interface TypeChoice {
  /** Chooses some of the types that a pool may launch, if those are enough. */
  readonly narrowed?: (
    pool: NodePool,
    types: readonly InstanceType[],
  ) => readonly InstanceType[] | undefined;
  /** Manifests of NodeOverlays, which add resources to types. */
  readonly overlays?: readonly unknown[];
  /** Whether types of some pool offer other resources than the catalogue says. */
  readonly hasOtherResources?: boolean;
}

/** Names of the types that matter; undefined if only the whole catalogue will do. */
export function typesThatMatter(
  pools: readonly NodePool[],
  pod: unknown,
  offerings: Offerings,
  { narrowed, overlays = [], hasOtherResources = false }: TypeChoice = {},
): readonly string[] | undefined {
  const needs = podNeeds(pod);
  // Pods may spread over any other label of the types, so every type in the region counts.
  if (needs.topologyKeys.some((key) => !sameForEveryType.has(key))) return undefined;
  const added = new Set(overlays.flatMap(resourcesOf));
  const matter = new Set<InstanceType>();
  for (const pool of pools) {
    const types = typesOfPool(pool, needs, offerings, hasOtherResources ? "any" : added);
    for (const type of narrowed?.(pool, types) ?? types) matter.add(type);
  }
  const families = new Set([...matter].map(familyOf));
  const names = [...matter].map(({ name }) => name);
  return [...new Set([...names, ...bystanders(offerings, families)])].sort();
}

/** Topology keys whose values do not depend on which types are passed, if some type is offered in every zone. */
const sameForEveryType: ReadonlySet<string> = new Set([
  hostnameLabelKey,
  zoneLabelKey,
  zoneIdLabelKey,
  regionLabelKey,
  capacityTypeLabelKey,
]);

/**
 * One type for each zone and capacity type that still has capacity there. Karpenter's reason for a pool without
 * capacity depends on whether anything is left at all. And pods spread over the zones of every type.
 *
 * @param families the families in question. Later steps exhaust them one by one, so types of other families are
 * preferred
 */
function bystanders(offerings: Offerings, families: ReadonlySet<string>): readonly string[] {
  const { region, zones, exhausted = [] } = offerings;
  const find = (isWanted: (type: InstanceType) => boolean): readonly InstanceType[] => {
    const found =
      instanceTypes().find((type) => !families.has(familyOf(type)) && isWanted(type)) ??
      instanceTypes().find(isWanted);
    return found === undefined ? [] : [found];
  };
  const everywhere = find(({ name }) =>
    zones.every(({ id }) => zonesOffering(name, region).includes(id)),
  );
  const available = zones.flatMap((zone) =>
    (["on-demand", "spot"] as const).flatMap((capacityType) =>
      find(
        (type) =>
          type.onDemandUsdPerHour !== undefined &&
          zonesOffering(type.name, region).includes(zone.id) &&
          !isExhausted(type, zone.name, capacityType, exhausted),
      ),
    ),
  );
  return [...everywhere, ...available].map(({ name }) => name);
}

function familyOf({ labels }: InstanceType): string {
  return labels[instanceFamilyLabelKey] ?? "";
}

/** The types that the pool could launch. If the pool refuses the pods whatever the type, two types are enough. */
function typesOfPool(
  pool: NodePool,
  needs: PodNeeds,
  offerings: Offerings,
  added: Added,
): readonly InstanceType[] {
  if (pool.replicas !== undefined) return [];
  const { requirements, types } = offeredTo(pool, offerings.region);
  if (!refusesAnyway(pool, needs, types, added)) return types;
  const [any] = types;
  const available = types.find((type) => isAvailable(type, requirements, offerings));
  return [any, available].flatMap((type) => type ?? []);
}

interface Offered {
  readonly requirements: Requirements;
  readonly types: readonly InstanceType[];
}

/** The types that the pool may launch and the region offers. Remembered, because each workload asks at each step. */
function offeredTo(pool: NodePool, region: string): Offered {
  const byRegion = offeredByPool.get(pool) ?? new Map<string, Offered>();
  offeredByPool.set(pool, byRegion);
  const known = byRegion.get(region);
  if (known !== undefined) return known;
  const requirements = requirementsOf(pool.requirements);
  const types = launchableTypes(requirements).filter(
    ({ name }) => zonesOffering(name, region).length > 0,
  );
  byRegion.set(region, { requirements, types });
  return { requirements, types };
}

const offeredByPool = new WeakMap<NodePool, Map<string, Offered>>();

/** Resources that types may offer although the catalogue does not say so; `any` where that is not known. */
type Added = ReadonlySet<string> | "any";

/** Resources in the capacity of a NodeOverlay. */
function resourcesOf(overlay: unknown): readonly string[] {
  const capacity = at(at(overlay, "spec"), "capacity");
  return typeof capacity === "object" && capacity !== null ? Object.keys(capacity) : [];
}

function refusesAnyway(
  pool: NodePool,
  needs: PodNeeds,
  types: readonly InstanceType[],
  added: Added,
): boolean {
  // The number of types decides whether a pool with minValues can be used.
  if (pool.requirements.some(({ minValues }) => minValues !== undefined)) return false;
  if (lastingRefusals(pool, needs).length > 0) return true;
  // If there are several reasons, the one that Karpenter names may depend on the type.
  if (needs.nodeLabelKeys.some(isInstanceTypeLabel)) return false;
  if (added === "any") return false;
  return needs.resources.some(
    (resource) =>
      !added.has(resource) && types.every(({ allocatable }) => allocatable[resource] === undefined),
  );
}

function isAvailable(
  type: InstanceType,
  requirements: Requirements,
  { region, zones, exhausted = [] }: Offerings,
): boolean {
  if (type.onDemandUsdPerHour === undefined) return false;
  const offeredIn = zonesOffering(type.name, region);
  return zones.some(
    ({ name, id }) =>
      offeredIn.includes(id) &&
      allows(requirements, zoneLabelKey, name) &&
      allows(requirements, zoneIdLabelKey, id) &&
      capacityTypes.some(
        (capacityType) =>
          capacityType !== "reserved" &&
          allows(requirements, capacityTypeLabelKey, capacityType) &&
          !isExhausted(type, name, capacityType, exhausted),
      ),
  );
}

function allows(requirements: Requirements, key: string, value: string): boolean {
  const requirement = requirements.get(key);
  return requirement === undefined || admits(requirement, value);
}

function isExhausted(
  type: InstanceType,
  zone: string,
  capacityType: string,
  exhausted: readonly ExhaustedOffering[],
): boolean {
  return exhausted.some(
    (gone) =>
      (!gone.instanceType || gone.instanceType === type.name) &&
      (!gone.family || gone.family === familyOf(type)) &&
      (!gone.zone || gone.zone === zone) &&
      (!gone.capacityType || gone.capacityType === capacityType),
  );
}
