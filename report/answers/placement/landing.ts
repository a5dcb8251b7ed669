/** Pods of one workload in one pool, and the nodes that they get there. */

import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import type { NodeClaim } from "../../../scheduling/karpenter/questions";
import { workloadLabelKey } from "../../../scheduling/requirements/labels";
import { onDemandPrice, type OnDemandPrice } from "../../../scheduling/catalogue/prices";
import type { PlacementInputs } from "./placement-inputs";

export interface Landing {
  readonly pool: string;
  /** The pool's label `workload`, if it has one. */
  readonly poolClass?: string;
  readonly capacityType: CapacityType;
  /** Families that can take the pods, ordered by the price of their cheapest type. */
  readonly families: readonly string[];
  /** The types that the request to EC2 names, cheapest first. */
  readonly instanceTypes: readonly string[];
  readonly zones: readonly string[];
  readonly nodes: number;
  readonly pods: number;
  /** The price of the first type on demand. Spot prices are not known in advance. */
  readonly onDemandPrice?: OnDemandPrice;
  /** True for nodes that a static pool has already. */
  readonly isStatic?: true;
}

/** The landing of claims of one pool and capacity type; none without a claim. */
export function landingOf(
  claims: readonly NodeClaim[],
  pools: PlacementInputs["pools"],
  region: string,
): readonly Landing[] {
  const [first] = claims;
  if (first === undefined) return [];
  const poolClass = pools.get(first.nodePool)?.labels[workloadLabelKey];
  const instanceTypes = distinct(claims.flatMap(requestedTypes));
  const [cheapest] = instanceTypes;
  const price = cheapest === undefined ? undefined : onDemandPrice(cheapest, region);
  return [
    {
      pool: first.nodePool,
      ...(poolClass === undefined ? {} : { poolClass }),
      capacityType: capacityTypeOf(first),
      families: distinct(claims.flatMap(familiesOf)),
      instanceTypes,
      zones: [...distinct(claims.flatMap(requestedZones))].sort(),
      nodes: claims.length,
      pods: claims.reduce((sum, { pods }) => sum + pods.length, 0),
      ...(price === undefined ? {} : { onDemandPrice: price }),
    },
  ];
}

/** Capacity type of the EC2 request, or the claim's first allowed one when no request would be sent. */
export function capacityTypeOf({ launch, capacityTypes }: NodeClaim): CapacityType {
  return launch?.capacityType ?? capacityTypes[0] ?? "on-demand";
}

export function requestedTypes({ launch, instanceTypes }: NodeClaim): readonly string[] {
  const requested = new Set(launch?.pools.map(({ instanceType }) => instanceType));
  const names = instanceTypes.map(({ name }) => name);
  return launch === undefined ? names : names.filter((name) => requested.has(name));
}

function requestedZones({ launch, zones }: NodeClaim): readonly string[] {
  return launch?.pools.map(({ zone }) => zone) ?? zones;
}

/** Counts types beyond the sixty of one request too, because Karpenter would request those next. */
export function familiesOf({ instanceTypes }: NodeClaim): readonly string[] {
  return distinct(instanceTypes.map(({ name }) => name.slice(0, name.indexOf("."))));
}

export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
