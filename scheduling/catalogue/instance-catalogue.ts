/**
 * The EC2 instance types that Karpenter knows: labels, allocatable resources and on-demand prices.
 *
 * Labels and allocatable resources come from Karpenter's documentation for 1.14
 * (https://karpenter.sh/v1.14/reference/instance-types/). It covers us-east-1, us-east-2 and us-west-2.
 * The commands in commands/catalogue make the data file.
 */

import { eachRow, type CompactCatalogue, type CompactColumn } from "./compact-catalogue";
import data from "./data/instance-types.json";
import {
  acceleratorManufacturerLabelKey,
  archLabelKey,
  gpuManufacturerLabelKey,
  instanceCpuLabelKey,
  instanceFamilyLabelKey,
  instanceMemoryLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../requirements/labels";
import { parseQuantity } from "../values/quantity";
import { amdGpuResource, efaResource, neuronResource, nvidiaGpuResource } from "./resource-names";

export interface InstanceType {
  readonly name: string;
  /** Labels without zone and capacity type, which belong to offerings. */
  readonly labels: Readonly<Record<string, string>>;
  /** Quantities after the overhead of the system, on AL2023 without block device mappings. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** In us-east-1. Absent for a type that is not in the price table. */
  readonly onDemandUsdPerHour?: number;
}

export interface Accelerator {
  /** The resource that pods request. Empty for Qualcomm cards, which Karpenter does not count. */
  readonly resource: string;
  /**
   * Whole devices. 0 for g6f and gr6f, which have a fraction of a GPU: pods cannot request a device
   * there.
   */
  readonly count: number;
  readonly kind: "nvidia" | "amd" | "neuron" | "qualcomm";
}

const compact: CompactCatalogue = data;

/**
 * All instance types, ordered by name. The first call expands the stored data; later calls return the
 * same list.
 */
export function instanceTypes(): readonly InstanceType[] {
  expanded ??= expandCatalogue(compact);
  return expanded;
}

/** The instance types of a stored catalogue, in its order. */
export function expandCatalogue(compact: CompactCatalogue): InstanceType[] {
  const { count } = compact;
  const labels = emptyRecords(count);
  const allocatable = emptyRecords(count);
  for (const [key, column] of Object.entries(compact.labels)) fill(labels, key, column);
  for (const [key, column] of Object.entries(compact.allocatable)) fill(allocatable, key, column);
  const prices = new Map<number, number>();
  eachRow(compact.onDemandUsdPerHour, (price, row) => prices.set(row, Number(price)));
  return labels.map((own, row) => {
    const name = `${own[instanceFamilyLabelKey]}.${own[instanceSizeLabelKey]}`;
    own[instanceTypeLabelKey] = name;
    const onDemandUsdPerHour = prices.get(row);
    const type = { name, labels: own, allocatable: allocatable[row] ?? {} };
    return onDemandUsdPerHour === undefined ? type : { ...type, onDemandUsdPerHour };
  });
}

/** The type with this name. Undefined where Karpenter's documentation does not list it. */
export function instanceType(name: string): InstanceType | undefined {
  byName ??= new Map(instanceTypes().map((type) => [type.name, type]));
  return byName.get(name);
}

/** The sources of the data, for reports. */
export const catalogueSource = {
  /** Origin of labels and allocatable resources. */
  labels: compact.source.labelsAndAllocatable,
  /** Origin of the prices. */
  prices: compact.source.onDemandUsdPerHourUsEast1,
  /** The day of the price table: `YYYY-MM-DD`. */
  date: compact.source.priceDate,
};

/**
 * The accelerator of a type, with the number of devices that a node offers to pods. Undefined for a type
 * without an accelerator.
 */
export function acceleratorOf(type: InstanceType): Accelerator | undefined {
  const kind = acceleratorKind(type.labels);
  if (kind === undefined) return undefined;
  const resource = resourceByKind[kind];
  return { resource, count: parseQuantity(type.allocatable[resource] ?? "0") ?? 0, kind };
}

/** How many Elastic Fabric Adapters a type can have, one for each network card; 0 for most types. */
export function efaInterfacesOf(type: InstanceType): number {
  return parseQuantity(type.allocatable[efaResource] ?? "0") ?? 0;
}

/**
 * The physical capacity of a type (cores, bytes, devices), which Karpenter counts against the limits of a
 * pool. Memory is the value of the label, minus 64 MiB on arm64, minus the overhead of the VM in whole MiB
 * (`memory` in pkg/providers/instancetype/types.go of karpenter-provider-aws v1.15.2).
 */
export function capacityOf(type: InstanceType): Readonly<Record<string, number>> {
  const known = capacities.get(type);
  if (known !== undefined) return known;
  const capacity = computedCapacity(type);
  capacities.set(type, capacity);
  return capacity;
}

/** A cache: limits are checked for each pool and type, and a type never changes. */
const capacities = new WeakMap<InstanceType, Readonly<Record<string, number>>>();

function computedCapacity(type: InstanceType): Readonly<Record<string, number>> {
  const capacity: Record<string, number> = {};
  for (const [resource, quantity] of Object.entries(type.allocatable)) {
    capacity[resource] = parseQuantity(quantity) ?? 0;
  }
  const labelMebibytes = Number(type.labels[instanceMemoryLabelKey]);
  const mebibytes = labelMebibytes - (type.labels[archLabelKey] === "arm64" ? gravitonReserve : 0);
  const overhead = Math.ceil(mebibytes * vmMemoryOverheadPercent);
  return {
    ...capacity,
    cpu: Number(type.labels[instanceCpuLabelKey]),
    memory: (mebibytes - overhead) * bytesPerMebibyte,
  };
}

/** The default of Karpenter's setting VM_MEMORY_OVERHEAD_PERCENT, which is a fraction. */
const vmMemoryOverheadPercent = 0.075;
/** MiB of contiguous memory that Graviton reserves. */
const gravitonReserve = 64;
const bytesPerMebibyte = 2 ** 20;

const resourceByKind: Readonly<Record<Accelerator["kind"], string>> = {
  nvidia: nvidiaGpuResource,
  amd: amdGpuResource,
  neuron: neuronResource,
  qualcomm: "",
};

let expanded: readonly InstanceType[] | undefined;
let byName: ReadonlyMap<string, InstanceType> | undefined;

function acceleratorKind(labels: InstanceType["labels"]): Accelerator["kind"] | undefined {
  const gpu = labels[gpuManufacturerLabelKey];
  if (gpu === "nvidia" || gpu === "amd") return gpu;
  const accelerator = labels[acceleratorManufacturerLabelKey];
  if (accelerator === "aws") return "neuron";
  return accelerator === "qualcomm" ? "qualcomm" : undefined;
}

function emptyRecords(count: number): Record<string, string>[] {
  return Array.from({ length: count }, () => ({}));
}

function fill(records: Record<string, string>[], key: string, column: CompactColumn): void {
  eachRow(column, (value, row) => {
    const record = records[row];
    if (record !== undefined) record[key] = value;
  });
}
