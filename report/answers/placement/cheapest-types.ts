/**
 * The cheapest types of a pool that can launch hundreds of types. For one pod that requests only cores and memory, they
 * give the same answer as all types of the pool, in a fifth of the time.
 *
 * A request to EC2 names the sixty cheapest types that fit. So Karpenter is given every type that could be among them.
 * It also gets enough types of each family to say whether the family could take the pod, and at which price. The answer
 * shows whether these types were enough.
 */

import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { onDemandPricesOf } from "../../../scheduling/catalogue/prices";
import type { NodeClaim } from "../../../scheduling/karpenter/questions";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { instanceFamilyLabelKey } from "../../../scheduling/requirements/labels";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { isInstanceTypeLabel } from "./instance-type-label";
import { at, podNeeds } from "./pod-needs";

export interface CheapestTypes {
  /** The instance types worth passing to Karpenter; undefined means pass all. */
  readonly of: (
    pool: NodePool,
    types: readonly InstanceType[],
  ) => readonly InstanceType[] | undefined;
  /** Whether the answer with these types is the same as the answer with all types. */
  readonly suffice: (claim: NodeClaim) => boolean;
}

/**
 * @param pod one pod, as `metadata` and `spec`
 * @param daemonSets manifests of the DaemonSets whose pods may take their share of a node
 * @returns undefined if the pod requests more than cores and memory, or selects by instance type
 */
export function cheapestTypes(
  pod: unknown,
  daemonSets: readonly unknown[],
  region: string,
): CheapestTypes | undefined {
  const needs = podNeeds(pod);
  if (needs.topologyKeys.length > 0 || needs.nodeLabelKeys.some(isInstanceTypeLabel))
    return undefined;
  const least = requestsOf([pod]);
  const most = requestsOf([pod, ...daemonSets.map((set) => at(at(set, "spec"), "template"))]);
  if (least === undefined || most === undefined) return undefined;
  const prices = onDemandPricesOf(region);
  const priceOf = (type: InstanceType): number =>
    prices[type.name] ?? type.onDemandUsdPerHour ?? Infinity;
  const chosen = new Map<string, Chosen | undefined>();
  return {
    of: (pool, types) => {
      if (!chosen.has(pool.name)) {
        chosen.set(pool.name, choose(pool, types, { least, most, priceOf }));
      }
      return chosen.get(pool.name)?.types;
    },
    suffice: ({ nodePool, launch, capacityTypes }) => {
      const choice = chosen.get(nodePool);
      if (choice === undefined) return true;
      const requested = new Set(launch?.pools.map(({ instanceType }) => instanceType));
      const cheap = choice.types.filter(
        (type) => requested.has(type.name) && priceOf(type) <= choice.upTo * leastSpotShare,
      ).length;
      // If a pod may run on Spot and on demand, the request leaves out each Spot type that costs more than the cheapest
      // type on demand: SpotOfferingFilter, pkg/providers/instance/filter/filter.go of karpenter-provider-aws v1.15.2.
      const both = capacityTypes.includes("spot") && capacityTypes.includes("on-demand");
      return both ? cheap > 0 : cheap === typesOfRequest;
    },
  };
}

interface Chosen {
  readonly types: readonly InstanceType[];
  /** Dollars an hour on demand. Every type that fits and costs no more than this is among `types`. */
  readonly upTo: number;
}

interface Requests {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** With fewer types a choice saves no time. */
const fewTypes = 200;
/** maxInstanceTypes, pkg/providers/instance/instance.go#L67 of karpenter-provider-aws v1.15.2. */
const typesOfRequest = 60;
/** MaxInstanceTypes, pkg/controllers/provisioning/scheduling/nodeclaimtemplate.go of Karpenter v1.14.1. */
const typesOfClaim = 600;
/** A type with a Spot offering may come before a type without one that costs half as much on demand. */
const leastSpotShare = 0.5;

function choose(
  pool: NodePool,
  types: readonly InstanceType[],
  {
    least,
    most,
    priceOf,
  }: {
    readonly least: Requests;
    readonly most: Requests;
    readonly priceOf: (type: InstanceType) => number;
  },
): Chosen | undefined {
  // The number of types decides whether a pool with minValues can be used.
  if (pool.requirements.some(({ minValues }) => minValues !== undefined)) return undefined;
  const byPrice = types
    .filter((type) => priceOf(type) < Infinity)
    .sort((a, b) => priceOf(a) - priceOf(b));
  const last = byPrice.filter((type) => fits(type, most))[typesOfRequest - 1];
  if (byPrice.length < fewTypes || last === undefined) return undefined;
  const upTo = priceOf(last) / leastSpotShare;
  const kept = new Set(byPrice.filter((type) => fits(type, least) && priceOf(type) <= upTo));
  for (const family of byFamily(byPrice).values()) {
    for (const type of firstThatFit(family, least, most)) kept.add(type);
  }
  // Karpenter cuts a claim with more types off at the most expensive ones, and so loses whole families.
  const bound = byPrice[typesOfClaim - 1];
  if (bound !== undefined && [...kept].some((type) => priceOf(type) > priceOf(bound))) {
    return undefined;
  }
  return { types: [...kept], upTo };
}

function byFamily(types: readonly InstanceType[]): ReadonlyMap<string, readonly InstanceType[]> {
  const families = new Map<string, InstanceType[]>();
  for (const type of types) {
    const family = type.labels[instanceFamilyLabelKey] ?? "";
    families.set(family, [...(families.get(family) ?? []), type]);
  }
  return families;
}

/** From the first type that may fit to the first type that fits in any case. The largest type if none fits. */
function firstThatFit(
  family: readonly InstanceType[],
  least: Requests,
  most: Requests,
): readonly InstanceType[] {
  const first = family.findIndex((type) => fits(type, least));
  if (first === -1) return family.slice(-1);
  const sure = family.findIndex((type) => fits(type, most));
  return family.slice(first, sure === -1 ? undefined : sure + 1);
}

function fits({ allocatable }: InstanceType, { cpu, memory, pods }: Requests): boolean {
  const offers = (resource: string): number => parseQuantity(allocatable[resource] ?? "0") ?? 0;
  return offers("cpu") >= cpu && offers("memory") >= memory && offers("pods") >= pods;
}

/** Undefined if a pod requests anything but cores and memory, or if a quantity cannot be read. */
function requestsOf(pods: readonly unknown[]): Requests | undefined {
  const all = pods.map((pod) => podNeeds(pod).requests);
  let [cpu, memory] = [0, 0];
  for (const requests of all) {
    for (const [resource, quantity] of Object.entries(requests ?? { unreadable: 0 })) {
      if (resource === "cpu") cpu += quantity;
      else if (resource === "memory") memory += quantity;
      else return undefined;
    }
  }
  return { cpu, memory, pods: pods.length };
}
