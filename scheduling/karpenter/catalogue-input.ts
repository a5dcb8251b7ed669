/** The catalogue and the offerings, in the format of the embedded Karpenter. */

import {
  compactColumn,
  eachRow,
  type CompactCatalogue,
  type CompactColumn,
} from "../catalogue/compact-catalogue";
import data from "../catalogue/data/instance-types.json";
import { capacityOf, instanceTypes } from "../catalogue/instance-catalogue";
import { compactOfferings } from "../catalogue/offerings";

export interface CatalogueInput extends Pick<
  CompactCatalogue,
  "count" | "labels" | "allocatable" | "onDemandUsdPerHour"
> {
  /** The physical memory of each row, which Karpenter counts against limits. */
  readonly memoryCapacityBytes: readonly number[];
  readonly offerings: {
    readonly names: string;
    readonly zonesByRegion: Readonly<Record<string, CompactColumn>>;
  };
}

/** A part of the catalogue. It is faster to pass and to search than the whole. */
export interface CatalogueExcerpt {
  /** Names of types. Names that are not in the catalogue are ignored. */
  readonly instanceTypes: readonly string[];
  readonly region: string;
}

export function catalogueInput(excerpt?: CatalogueExcerpt): CatalogueInput {
  const { count, labels, allocatable, onDemandUsdPerHour }: CompactCatalogue = data;
  const memoryCapacityBytes = instanceTypes().map((type) => capacityOf(type)["memory"] ?? 0);
  const zonesByRegion = Object.fromEntries(
    Object.entries(compactOfferings.regions)
      .filter(([region]) => excerpt === undefined || region === excerpt.region)
      .map(([region, { offered }]) => [region, offered]),
  );
  const offerings = { names: compactOfferings.names, zonesByRegion };
  if (excerpt === undefined) {
    return { count, labels, allocatable, onDemandUsdPerHour, memoryCapacityBytes, offerings };
  }
  const wanted = new Set(excerpt.instanceTypes);
  const rows = instanceTypes().flatMap(({ name }, row) => (wanted.has(name) ? [row] : []));
  return {
    count: rows.length,
    labels: excerptOf(labels, rows, count),
    allocatable: excerptOf(allocatable, rows, count),
    onDemandUsdPerHour: columnOf(onDemandUsdPerHour, rows, count),
    memoryCapacityBytes: rows.map((row) => memoryCapacityBytes[row] ?? 0),
    offerings,
  };
}

type Columns = Readonly<Record<string, CompactColumn>>;

function excerptOf(columns: Columns, rows: readonly number[], count: number): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [key, columnOf(column, rows, count)]),
  );
}

function columnOf(column: CompactColumn, rows: readonly number[], count: number): CompactColumn {
  const values = new Array<string | undefined>(count);
  eachRow(column, (value, row) => (values[row] = value));
  return compactColumn(rows.map((row) => values[row]));
}
