/**
 * Which quotas of the account the pools and the system nodes need, and how much of each.
 *
 * A pool counts with the most vCPUs that its limits admit. A pool that takes On-Demand and Spot may be all of one or
 * all of the other, so it counts in full against both quotas.
 */

import type { FixedNeeds } from "../../../infra/resolved/fixed-needs";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { CapacityType } from "../../../scheduling/requirements/capacity-types";
import { instanceType, type InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  vcpuQuotaOf,
  vcpuQuotas,
  type Purchase,
  type VcpuQuota,
} from "../../../scheduling/catalogue/vcpu-quotas";
import { mostVcpus } from "../../../scheduling/limits/most-vcpus";
import { instanceCpuLabelKey } from "../../../scheduling/requirements/labels";

export interface QuotaNeed {
  /** As Service Quotas shows it. */
  readonly name: string;
  readonly code: string;
  /** What the quota counts. */
  readonly unit: "vCPU" | "address";
  /** null where no limit stops some pool. */
  readonly needed: number | null;
  /** What needs it, in the order of the pools, the system nodes first. */
  readonly parts: readonly QuotaPart[];
}

export interface QuotaPart {
  /** A pool, or `system nodes` and the like. */
  readonly of: string;
  readonly needed: number | null;
}

/** A pool with what it may launch in its region. */
export interface QuotaPool {
  readonly nodePool: Pick<NodePool, "name" | "limits" | "replicas">;
  readonly launchable: {
    readonly capacityTypes: readonly CapacityType[];
    readonly types: readonly { readonly name: string }[];
  };
}

/** The quotas that are needed, On-Demand first. */
export function quotaNeeds(pools: readonly QuotaPool[], fixed: FixedNeeds): readonly QuotaNeed[] {
  const parts = [...systemParts(fixed), ...pools.flatMap(poolParts)];
  const vcpus = vcpuQuotas().flatMap(({ name, code }): readonly QuotaNeed[] => {
    const own = parts.filter((part) => part.quota.code === code);
    return needOf({ name, code, unit: "vCPU" }, own.map(withoutQuota));
  });
  const addresses = [{ of: "NAT gateways", needed: fixed.elasticIps }];
  return [...vcpus, ...needOf({ ...elasticIpQuota, unit: "address" }, addresses)];
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const elasticIpQuota = { name: "EC2-VPC Elastic IPs", code: "L-0263D0A3" } as const;

interface PartOfQuota extends QuotaPart {
  readonly quota: VcpuQuota;
}

function withoutQuota({ of, needed }: PartOfQuota): QuotaPart {
  return { of, needed };
}

/** Nothing where nothing is needed. */
function needOf(
  quota: Pick<QuotaNeed, "name" | "code" | "unit">,
  parts: readonly QuotaPart[],
): readonly QuotaNeed[] {
  const needing = parts.filter(({ needed }) => needed !== 0);
  if (needing.length === 0) return [];
  const isEndless = needing.some(({ needed }) => needed === null);
  const sum = needing.reduce((total, { needed }) => total + (needed ?? 0), 0);
  return [{ ...quota, needed: isEndless ? null : sum, parts: needing }];
}

function systemParts({ systemNodes }: FixedNeeds): readonly PartOfQuota[] {
  const type = systemNodes === undefined ? undefined : instanceType(systemNodes.type);
  const quota = type === undefined ? undefined : vcpuQuotaOf(type, "on-demand");
  if (systemNodes === undefined || type === undefined || quota === undefined) return [];
  const each = Number(type.labels[instanceCpuLabelKey]);
  const { count, moreDuringUpdate } = systemNodes;
  return [
    { quota, of: "system nodes", needed: count * each },
    { quota, of: "system nodes during an update", needed: moreDuringUpdate * each },
  ];
}

function poolParts({ nodePool, launchable }: QuotaPool): readonly PartOfQuota[] {
  const types = launchable.types.flatMap(({ name }) => instanceType(name) ?? []);
  return purchasesOf(launchable.capacityTypes).flatMap((purchase) =>
    [...byQuota(types, purchase)].map(([quota, own]) => {
      const most = mostVcpus(nodePool, own);
      return { quota, of: nodePool.name, needed: Number.isFinite(most) ? most : null };
    }),
  );
}

/** An instance in an on-demand capacity reservation counts against the On-Demand quota. */
function purchasesOf(capacityTypes: readonly CapacityType[]): readonly Purchase[] {
  const onDemand = capacityTypes.some((type) => type !== "spot");
  return [
    ...(onDemand ? (["on-demand"] as const) : []),
    ...(capacityTypes.includes("spot") ? (["spot"] as const) : []),
  ];
}

function byQuota(
  types: readonly InstanceType[],
  purchase: Purchase,
): ReadonlyMap<VcpuQuota, readonly InstanceType[]> {
  const groups = new Map<VcpuQuota, InstanceType[]>();
  for (const type of types) {
    const quota = vcpuQuotaOf(type, purchase);
    if (quota === undefined) continue;
    groups.set(quota, [...(groups.get(quota) ?? []), type]);
  }
  return groups;
}
