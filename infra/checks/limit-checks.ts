import { acceleratorResources } from "../../components/node-pools/tier-profiles";
import { capacityOf, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { limitShortfalls } from "../../scheduling/limits/ceilings";
import { roomFor, type PoolLimits } from "../../scheduling/node-pool/pool-limits";
import { rendered } from "../../scheduling/values/fault";
import { parseQuantity } from "../../scheduling/values/quantity";
import { amountOf } from "../../scheduling/values/wording";
import type { PlatformConfig } from "../config/schema";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { defineCheck } from "./define-check";
import { unknownResources } from "./limit-resource-check";

/** Limits on cpu and memory alone do not limit how many accelerators a pool may hold. */
export const limitsNameTheAccelerator = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return growingTiers(tiers, gpu).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { accelerator } = profile;
    if (
      overrides.limits === undefined ||
      accelerator === undefined ||
      Object.hasOwn(overrides.limits, accelerator) ||
      // A misspelt accelerator is one fault, and limitsNameResources reports it.
      unknownResources(tier).some(({ meant }) => meant === accelerator)
    )
      return [];
    return [
      {
        path: ["tiers", pool, "limits"],
        problem: "the accelerator has no limit",
        got: rendered(overrides.limits),
        expected: `a limit for ${accelerator}`,
        fix: `add ${accelerator}, in whole devices`,
      },
    ];
  });
});

/** No instance has part of a device, so a limit of 0.5 would let the pool launch nothing. */
export const acceleratorsAreWhole = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) =>
    devicesInParts(tier).map((device) => ({
      path: ["tiers", tier.pool, "limits", device],
      problem: "part of a device",
      got: rendered(tier.overrides.limits?.[device]),
      expected: "a whole number of devices",
      fix: "write how many devices the tier may hold",
    })),
  );
});

function devicesInParts({ overrides }: ConfiguredTier): readonly string[] {
  return acceleratorResources().filter((device) => {
    const limit = overrides.limits?.[device];
    return limit !== undefined && !Number.isInteger(parseQuantity(limit));
  });
}

/** A tier whose limits are below its smallest node launches nothing. */
export const limitsAdmitANode = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return growingTiers(tiers, gpu).flatMap((tier) => {
    const types = launchableByTier(tier);
    const limits = limitsOf(tier);
    if (types.length === 0 || devicesInParts(tier).length > 0) return [];
    if (types.some((type) => roomFor(type, limits).nodes >= 1)) return [];
    return [
      {
        path: ["tiers", tier.pool, "limits"],
        problem: "below the smallest node of the tier",
        got: rendered(limits),
        expected: `room for at least one node: ${smallestNode(types, limits)}`,
        fix: "raise the limits, or set retired: true to close the tier",
      },
    ];
  });
});

/**
 * The limit on accelerators must be reached first. Another limit that stops the pool earlier hides how many devices the pool
 * can hold: with 500 cpu, a limit of 50 GPUs ends at 16 on g5.48xlarge.
 */
export const acceleratorLimitsBindFirst = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return growingTiers(tiers, gpu).flatMap((tier) => {
    const { accelerator } = tier.profile;
    const limits = limitsOf(tier);
    if (accelerator === undefined || limits[accelerator] === undefined) return [];
    const shortfalls = limitShortfalls(launchableByTier(tier), limits, accelerator);
    return shortfalls.map(({ binding, worst }) => ({
      path: ["tiers", tier.pool, "limits", binding],
      problem: `stops the tier at ${count(worst.nodes, worst.type)}, but ${accelerator} allows ${worst.nodesByDevices}`,
      got: rendered(limits[binding]),
      expected: `no other limit that is reached before ${accelerator}`,
      fix: `remove the limit on ${binding}, or lower the one on ${accelerator}`,
    }));
  });
});

/** Pools that grow with the load, up to their limits. */
function growingTiers(
  tiers: PlatformConfig["tiers"],
  gpu: PlatformConfig["gpu"],
): readonly ConfiguredTier[] {
  return configuredTiers(tiers, gpu).filter(
    ({ overrides }) => overrides.retired !== true && overrides.replicas === undefined,
  );
}

function limitsOf({ profile, overrides }: ConfiguredTier): PoolLimits {
  return overrides.limits ?? profile.limits;
}

/** The smallest node and its amount of the resource whose limit it exceeds: `p5.48xlarge has 8 nvidia.com/gpu`. */
function smallestNode(types: readonly InstanceType[], limits: PoolLimits): string {
  const needs = types.flatMap((type) => {
    const { binding } = roomFor(type, limits);
    if (binding === undefined) return [];
    const amount = binding === "nodes" ? 1 : (capacityOf(type)[binding] ?? 0);
    return [{ name: type.name, binding, amount, cpu: capacityOf(type)["cpu"] ?? 0 }];
  });
  const [first, ...rest] = needs;
  if (first === undefined) return "";
  const least = rest.reduce((a, b) => (b.cpu < a.cpu ? b : a), first);
  return `${least.name} has ${amountOf(least.binding, least.amount)} ${least.binding}`;
}

function count(nodes: number, type: string): string {
  return nodes === 0 ? `no ${type}` : `${nodes} of ${type}`;
}
