/**
 * The EC2 instance types that Karpenter knows: labels, allocatable resources and on-demand prices.
 *
 * Labels and allocatable resources are those of Karpenter's documentation for 1.14
 * (https://karpenter.sh/v1.14/reference/instance-types/), the union of us-east-1, us-east-2 and
 * us-west-2. The data file is made by commands/catalogue/long-types.ts.
 */

import { expandCatalogue, type CompactCatalogue } from "./compact-catalogue";
import data from "./data/instance-types.json";
import {
  acceleratorManufacturerLabelKey,
  archLabelKey,
  gpuManufacturerLabelKey,
  instanceCpuLabelKey,
  instanceMemoryLabelKey,
} from "../requirements/labels";
import { parseQuantity } from "../values/quantity";
import { amdGpuResource, efaResource, neuronResource, nvidiaGpuResource } from "./resource-names";

export interface InstanceType {
  readonly name: string;
  /** Without zone and capacity type, which belong to offerings. */
  readonly labels: Readonly<Record<string, string>>;
  /** Quantities after overhead, on AL2023 without block device mappings. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** us-east-1; absent for a type that the price table lacks. */
  readonly onDemandUsdPerHour?: number;
}

export interface Accelerator {
  /** The resource that pods request; empty for Qualcomm cards, which Karpenter does not count. */
  readonly resource: string;
  /** Whole devices. 0 for the fractional g6f and gr6f, whose pods cannot request a device. */
  readonly count: number;
  readonly kind: "nvidia" | "amd" | "neuron" | "qualcomm";
}

const compact: CompactCatalogue = data;

/** All instance types, ordered by name. Expanded at the first call and kept. */
export function instanceTypes(): readonly InstanceType[] {
  expanded ??= expandCatalogue(compact);
  return expanded;
}

/** The type of that name, or undefined when Karpenter's documentation does not list it. */
export function instanceType(name: string): InstanceType | undefined {
  byName ??= new Map(instanceTypes().map((type) => [type.name, type]));
  return byName.get(name);
}

/** Where the data comes from, for reports that quote it. */
export const catalogueSource = {
  /** Origin of labels and allocatable resources. */
  labels: compact.source.labelsAndAllocatable,
  /** Origin of the prices. */
  prices: compact.source.onDemandUsdPerHourUsEast1,
  /** The day of the price table: `YYYY-MM-DD`. */
  date: compact.source.priceDate,
};

/**
 * The accelerator of a type, by its labels, with the count that a node really offers to pods, or
 * undefined for a type without one.
 */
export function acceleratorOf(type: InstanceType): Accelerator | undefined {
  const kind = acceleratorKind(type.labels);
  if (kind === undefined) return undefined;
  const resource = resourceByKind[kind];
  return { resource, count: parseQuantity(type.allocatable[resource] ?? "0") ?? 0, kind };
}

/** How many Elastic Fabric Adapters a type takes, one a network card; 0 for most. */
export function efaInterfacesOf(type: InstanceType): number {
  return parseQuantity(type.allocatable[efaResource] ?? "0") ?? 0;
}

/**
 * Physical capacity, which Karpenter counts against a pool's limits: cores, bytes, devices.
 * Memory is the label less 64 MiB on arm64 and less VM overhead, rounded up to whole MiB
 * (`memory` in pkg/providers/instancetype/types.go of karpenter-provider-aws v1.14.1).
 */
export function capacityOf(type: InstanceType): Readonly<Record<string, number>> {
  const known = capacities.get(type);
  if (known !== undefined) return known;
  const capacity = computedCapacity(type);
  capacities.set(type, capacity);
  return capacity;
}

/** Limits are checked type by type for every pool, and a type never changes. */
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

/** Karpenter's setting VM_MEMORY_OVERHEAD_PERCENT, which is a fraction, at its default. */
const vmMemoryOverheadPercent = 0.075;
/** MiB that Graviton reserves for contiguous memory. */
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
