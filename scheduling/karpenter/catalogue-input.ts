/** The catalogue and the offerings, in the form that is handed over to the embedded Karpenter once. */

import type { CompactCatalogue, CompactColumn } from "../compact-catalogue";
import data from "../data/instance-types.json";
import { capacityOf, instanceTypes } from "../instance-catalogue";
import { compactOfferings } from "../offerings";

export interface CatalogueInput extends Pick<
  CompactCatalogue,
  "count" | "labels" | "allocatable" | "onDemandUsdPerHour"
> {
  /** By row: the physical memory, which limits count. */
  readonly memoryCapacityBytes: readonly number[];
  readonly offerings: {
    readonly names: string;
    readonly zonesByRegion: Readonly<Record<string, CompactColumn>>;
  };
}

export function catalogueInput(): CatalogueInput {
  const { count, labels, allocatable, onDemandUsdPerHour }: CompactCatalogue = data;
  const zonesByRegion = Object.fromEntries(
    Object.entries(compactOfferings.regions).map(([region, { offered }]) => [region, offered]),
  );
  return {
    count,
    labels,
    allocatable,
    onDemandUsdPerHour,
    memoryCapacityBytes: instanceTypes().map((type) => capacityOf(type)["memory"] ?? 0),
    offerings: { names: compactOfferings.names, zonesByRegion },
  };
}
