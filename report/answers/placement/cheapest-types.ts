/**
 * The cheapest types of a pool that launches hundreds of them: for one pod that asks for cores and memory alone they
 * give the same answer as all of its types, in a fifth of the time.
 *
 * A request to EC2 names the sixty cheapest types that fit. So all are handed over that could be among them, and of
 * each family enough to say that the family could take the pod and at which price. Whether that was enough is seen
 * from the answer.
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
  /** Of all that the pool may launch those that are enough; undefined where all of them are. */
  readonly of: (
    pool: NodePool,
    types: readonly InstanceType[],
  ) => readonly InstanceType[] | undefined;
  /** Whether an answer over them is the answer over all. */
  readonly suffice: (claim: NodeClaim) => boolean;
}

/**
 * @param pod one pod, as `metadata` and `spec`
 * @param daemonSets manifests of those whose pods may take their share of a node
 * @returns undefined where the pod asks for more than cores and memory, or selects by the type
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
      // Where both can be had, a request leaves out what costs more as Spot than the cheapest type on demand:
      // SpotOfferingFilter, pkg/providers/instance/filter/filter.go of karpenter-provider-aws v1.14.1.
      const both = capacityTypes.includes("spot") && capacityTypes.includes("on-demand");
      return both ? cheap > 0 : cheap === typesOfRequest;
    },
  };
}

interface Chosen {
  readonly types: readonly InstanceType[];
  /** Dollars an hour on demand; all types that fit and cost no more are there. */
  readonly upTo: number;
}

interface Requests {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** Fewer are not worth a choice. */
const fewTypes = 200;
/** maxInstanceTypes, pkg/providers/instance/instance.go#L67 of karpenter-provider-aws v1.14.1. */
const typesOfRequest = 60;
/** MaxInstanceTypes, pkg/controllers/provisioning/scheduling/nodeclaimtemplate.go of Karpenter v1.14.1. */
const typesOfClaim = 600;
/** A type that is to be had as Spot may come before one that is not and costs half as much on demand. */
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
  // How many types there are decides whether a pool with minValues takes part.
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
  // Of a claim with more types the most expensive are cut off, and with them whole families.
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

/** From the first that may fit to the first that does in any case; the largest where none fits. */
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

/** Undefined where a pod asks for anything but cores and memory, or for what cannot be read. */
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
