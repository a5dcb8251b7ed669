/**
 * What a NodePool can launch in a place: types × zones × capacity types, and what keeps the other types out.
 *
 * On-demand and Spot are taken to be for sale wherever a type is offered; being offered is not having
 * capacity. Reserved capacity depends on the account and is not counted.
 */

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
  /** False for a region without recorded offerings: then nothing is known of zones. */
  readonly regionIsKnown: boolean;
  /** Those that the pool admits, in the order in which Karpenter takes them. */
  readonly capacityTypes: readonly CapacityType[];
  /** Ordered by name. */
  readonly types: readonly LaunchableType[];
  /** One per zone id in which the pool may launch. */
  readonly zones: readonly ZoneOfferings[];
  /** Zones of the place that the pool admits, by name. */
  readonly zoneNames: readonly string[];
  /** Whether `zones` are the pool's own, one by one; else any of the region's, and nobody knows which. */
  readonly zoneIdsAreKnown: boolean;
  /** Types × zones × capacity types, reserved left out. Absent where zone ids are not known. */
  readonly offerings?: number;
  /** Types that meet the requirements and that none of the pool's zones offers. */
  readonly notOffered: readonly string[];
  /** Keys of requirements and labels for which the API server or Karpenter refuses the pool, with why; then no type counts. */
  readonly refusedKeys: readonly string[];
  /** The requirement on region or zone that leaves no zone at all. */
  readonly placeExcludedBy?: string;
  /** What each requirement keeps out, the strictest first. */
  readonly exclusions: readonly Exclusion[];
  /** Types of the families and accelerators that the pool names which it can not launch all the same. */
  readonly nearMisses: readonly NearMiss[];
  /** Names of types, families or accelerators that no instance type has. */
  readonly unknownNames: readonly string[];
  /** With Karpenter's default policy one of these means that the pool launches nothing. */
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
  /** In the region, or us-east-1's as a reference: see `prices`. Absent for a type without a price. */
  readonly onDemandUsdPerHour?: number;
}

export interface LaunchableAccelerator {
  /** As in the label: `a10g`, `trainium`. */
  readonly name: string;
  readonly kind: Accelerator["kind"];
  /** Resource that pods request; empty where none counts it. */
  readonly resource: string;
  /** Whole devices; 0 for a fraction of a GPU. */
  readonly devices: number;
}

/** What one zone offers of the pool's types. */
export interface ZoneOfferings {
  readonly zoneId: string;
  /** Absent where zone ids are not known. */
  readonly name?: string;
  readonly types: number;
  /** Ordered by name. */
  readonly families: readonly string[];
}

export function launchableOfferings(pool: LaunchSource, place: Place): LaunchableOfferings {
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
    ),
    catalogue: { types: instanceTypes().length, source: catalogueSource.labels },
    prices: priceBases(types, place.region),
    offeringsDate: offeringsSourceOf(place.region).date,
  };
}

/** Karpenter's order at launch, whatever the order in YAML. */
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
