/**
 * What a NodePool can launch in a place (types × zones × capacity types) and which requirements keep the other types
 * out.
 *
 * Assumes that EC2 sells a type on demand and as Spot wherever it offers the type. EC2 may still have no capacity.
 * Reserved capacity depends on the account and is not counted.
 */

import {
  newestKarpenterMinor,
  type KarpenterMinor,
} from "../../../scheduling/values/karpenter-minor";
import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import { faultText, rendered } from "../../../scheduling/values/fault";
import {
  acceleratorOf,
  catalogueSource,
  instanceTypes,
  type Accelerator,
  type InstanceType,
} from "../../../scheduling/catalogue/instance-catalogue";
import {
  acceleratorNameLabelKey,
  archLabelKey,
  capacityTypeLabelKey,
  gpuNameLabelKey,
  instanceCpuLabelKey,
  instanceMemoryLabelKey,
  labelKeyFault,
  normalizedLabelKey,
} from "../../../scheduling/requirements/labels";
import {
  launchableTypes,
  minValuesShortfalls,
  type MinValuesShortfall,
} from "../../../scheduling/launchable/launchable-types";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { offeringsSourceOf } from "../../../scheduling/catalogue/offerings";
import type { Place } from "../../../scheduling/catalogue/place";
import { onDemandPrice } from "../../../scheduling/catalogue/prices";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { admittedCapacityTypes } from "../../../scheduling/launchable/admitted-capacity-types";
import {
  exclusionsOf,
  unknownNamesOf,
  type Exclusion,
  type NearMiss,
} from "../../../scheduling/launchable/exclusions";
import { priceBases, type PriceBasis } from "../limits/price-basis";
import { familiesOf } from "../../../scheduling/launchable/families";
import {
  poolZones,
  typeZones,
  type PoolZones,
  type TypeZones,
} from "../../../scheduling/launchable/pool-zones";

/** The part of a pool that decides what it launches. */
export type LaunchSource = Pick<NodePool, "name" | "requirements" | "labels">;

export interface LaunchableOfferings {
  readonly pool: string;
  readonly region: string;
  /** False for a region without recorded offerings. Then the report knows nothing about its zones. */
  readonly regionIsKnown: boolean;
  /** The capacity types that the pool admits, in the order in which Karpenter tries them. */
  readonly capacityTypes: readonly CapacityType[];
  /** Whether a requirement names reserved capacity, instead of leaving capacity types open. */
  readonly reservedIsNamed: boolean;
  /** Ordered by name. */
  readonly types: readonly LaunchableType[];
  /** One per zone id in which the pool may launch. */
  readonly zones: readonly ZoneOfferings[];
  /** Zones of the place that the pool admits, by name. */
  readonly zoneNames: readonly string[];
  /**
   * True if `zones` are exactly the zones of the pool. Otherwise they are all zones of the region, and the pool has
   * some of them.
   */
  readonly zoneIdsAreKnown: boolean;
  /** The number of types × zones × capacity types, without reserved. Absent if the zone ids are not known. */
  readonly offerings?: number;
  /** Types that meet the requirements, but that no zone of the pool offers. */
  readonly notOffered: readonly string[];
  /**
   * Keys of requirements and labels for which the API server or Karpenter refuses the pool, with the reason. A refused
   * pool launches nothing.
   */
  readonly refusedKeys: readonly string[];
  /** The requirement on region or zone that no zone meets. */
  readonly placeExcludedBy?: string;
  /** The types that each requirement keeps out, the strictest requirement first. */
  readonly exclusions: readonly Exclusion[];
  /** Types of the families and accelerators that the pool names, but that it cannot launch. */
  readonly nearMisses: readonly NearMiss[];
  /** Names of types, families or accelerators that no instance type has. */
  readonly unknownNames: readonly string[];
  /** Each of these means that the pool launches nothing, if Karpenter has its default minValuesPolicy. */
  readonly minValuesShortfalls: readonly MinValuesShortfall[];
  readonly catalogue: { readonly types: number; readonly source: string };
  /** Where the types' prices come from. */
  readonly prices: readonly PriceBasis[];
  /** Day on which offerings were recorded: `YYYY-MM-DD`. */
  readonly offeringsDate: string;
}

export interface LaunchableType extends TypeZones {
  readonly name: string;
  readonly arch: string;
  readonly cpu: number;
  readonly memoryMebibytes: number;
  readonly accelerator?: LaunchableAccelerator;
  /** In this region, or in us-east-1 as a reference: see `prices`. Absent if no price is known. */
  readonly onDemandUsdPerHour?: number;
}

export interface LaunchableAccelerator {
  /** As in the label: `a10g`, `trainium`. */
  readonly name: string;
  readonly kind: Accelerator["kind"];
  /** The resource that pods request; empty if Karpenter counts none. */
  readonly resource: string;
  /** Whole devices; 0 for a fraction of a GPU. */
  readonly devices: number;
}

/** What one zone offers of the pool's types. */
export interface ZoneOfferings {
  readonly zoneId: string;
  /** Absent if the zone ids are not known. */
  readonly name?: string;
  readonly types: number;
  /** Ordered by name. */
  readonly families: readonly string[];
}

export function launchableOfferings(
  pool: LaunchSource,
  place: Place,
  minor: KarpenterMinor = newestKarpenterMinor,
): LaunchableOfferings {
  const requirements = requirementsOf(pool.requirements, pool.labels);
  const refused = refusedKeys(pool);
  const matching = refused.length > 0 ? [] : launchableTypes(requirements);
  const where = poolZones(requirements, place);
  const types = matching.flatMap((type) => {
    const zones = typeZones(type, place.region, where);
    return zones === undefined ? [] : [{ ...described(type, place.region), ...zones }];
  });
  const launched = new Set(types.map(({ name }) => name));
  const admitted = admittedCapacityTypes(pool);
  const buyable = launchOrder.filter((type) => admitted.includes(type));
  return {
    pool: pool.name,
    region: place.region,
    regionIsKnown: where.regionIsKnown,
    capacityTypes: buyable,
    reservedIsNamed: pool.requirements.some(
      ({ key, values }) => key === capacityTypeLabelKey && values?.includes("reserved") === true,
    ),
    types,
    zones: zoneOfferings(types, where),
    zoneNames: where.zones.map(({ name }) => name),
    zoneIdsAreKnown: where.idsAreKnown,
    ...(where.idsAreKnown && where.regionIsKnown ? { offerings: offerings(types, buyable) } : {}),
    notOffered: matching.filter(({ name }) => !launched.has(name)).map(({ name }) => name),
    refusedKeys: refused,
    ...(where.excludedBy === undefined ? {} : { placeExcludedBy: where.excludedBy }),
    ...exclusionsOf(requirements),
    unknownNames: unknownNamesOf(requirements),
    minValuesShortfalls: minValuesShortfalls(
      requirements,
      matching.filter(({ name }) => launched.has(name)),
      minor,
    ),
    catalogue: { types: instanceTypes().length, source: catalogueSource.labels },
    prices: priceBases(types, place.region),
    offeringsDate: offeringsSourceOf(place.region).date,
  };
}

/** The order in which Karpenter tries capacity types. The order in YAML does not matter. */
const launchOrder: readonly CapacityType[] = ["reserved", "spot", "on-demand"];

function refusedKeys({ requirements, labels }: LaunchSource): readonly string[] {
  const keys = new Set([...requirements.map(({ key }) => key), ...Object.keys(labels)]);
  return [...keys].flatMap((key) => {
    const fault = labelKeyFault(normalizedLabelKey(key));
    return fault === undefined ? [] : [`${rendered(key)} ${faultText(fault)}`];
  });
}

function described(type: InstanceType, region: string): Omit<LaunchableType, keyof TypeZones> {
  const price = onDemandPrice(type.name, region);
  const accelerator = acceleratorOf(type);
  const { labels } = type;
  return {
    name: type.name,
    arch: labels[archLabelKey] ?? "",
    cpu: Number(labels[instanceCpuLabelKey]),
    memoryMebibytes: Number(labels[instanceMemoryLabelKey]),
    ...(accelerator === undefined
      ? {}
      : {
          accelerator: {
            name: labels[gpuNameLabelKey] ?? labels[acceleratorNameLabelKey] ?? "",
            kind: accelerator.kind,
            resource: accelerator.resource,
            devices: accelerator.count,
          },
        }),
    ...(price === undefined ? {} : { onDemandUsdPerHour: price.usdPerHour }),
  };
}

function zoneOfferings(
  types: readonly LaunchableType[],
  where: PoolZones,
): readonly ZoneOfferings[] {
  return where.zoneIds.map((zoneId) => {
    const offered = types.filter(({ zoneIds }) => zoneIds.includes(zoneId));
    const name = where.zones.find(({ id }) => id === zoneId)?.name;
    return {
      zoneId,
      ...(name === undefined ? {} : { name }),
      types: offered.length,
      families: familiesOf(offered),
    };
  });
}

function offerings(types: readonly LaunchableType[], buyable: readonly CapacityType[]): number {
  const perZone = buyable.filter((type) => type !== "reserved").length;
  return types.reduce((sum, { zones }) => sum + (zones?.length ?? 0) * perZone, 0);
}
