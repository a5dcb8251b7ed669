import {
  tierProfiles,
  type TierName,
  type TierProfile,
} from "../../components/node-pools/tier-profiles";
import type { Environment } from "../../infra/config/schema";
import { narrowedRequirements } from "../../infra/resolved/narrowed-requirements";
import type { GpuClassName } from "../../scheduling/catalogue/gpu-classes";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { zonesOffering } from "../../scheduling/catalogue/offerings";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { roomFor } from "../../scheduling/node-pool/pool-limits";
import { requirementsOf } from "../../scheduling/requirements/requirements";

/** What a new stack file says of a tier; empty where the profile is right as it is. */
export interface NewTier {
  readonly gpus?: readonly GpuClassName[] | undefined;
  readonly families?: readonly string[];
  readonly sizes?: readonly string[];
  readonly limits?: Readonly<Record<string, string | number>>;
}

type NewTiers = Partial<Readonly<Record<TierName, NewTier>>>;

/** The tiers that an environment begins with, wherever the region offers their types. */
const wanted: Readonly<Record<Environment, NewTiers>> = {
  // One-GPU sizes and a handful of devices.
  dev: {
    "gpu-inference": { limits: { "nvidia.com/gpu": 4 } },
    "gpu-tier1-g5-spot": { sizes: ["xlarge", "2xlarge"], limits: { "nvidia.com/gpu": 2 } },
    "gpu-tier2-g4dn-spot": { sizes: ["xlarge", "2xlarge"], limits: { "nvidia.com/gpu": 2 } },
    "gpu-tier3-g5-ondemand": { sizes: ["xlarge", "2xlarge"], limits: { "nvidia.com/gpu": 1 } },
    "multi-arch": { limits: { cpu: 64, memory: "256Gi" } },
  },
  // The tiers of production with a tenth of their limits, and training on single GPUs.
  staging: {
    "gpu-inference": { limits: { "nvidia.com/gpu": 5 } },
    "gpu-tier1-g5-spot": { limits: { "nvidia.com/gpu": 2 } },
    "gpu-tier2-g4dn-spot": { limits: { "nvidia.com/gpu": 2 } },
    "gpu-tier3-g5-ondemand": { limits: { "nvidia.com/gpu": 1 } },
    "gpu-training": { gpus: ["a10g"], limits: { "nvidia.com/gpu": 4 } },
    "gpu-training-protected": { gpus: ["a10g"], limits: { "nvidia.com/gpu": 2 } },
    "multi-arch": { limits: { cpu: 100, memory: "200Gi" } },
    inferentia: { limits: { "aws.amazon.com/neuron": 4 } },
  },
  production: {
    "gpu-inference": {},
    "gpu-tier1-g5-spot": {},
    "gpu-tier2-g4dn-spot": {},
    "gpu-tier3-g5-ondemand": {},
    "gpu-training": { gpus: ["h100"] },
    "gpu-training-protected": { gpus: ["h100"] },
    "multi-arch": {},
    inferentia: {},
    "trainium-trn1": {},
  },
  workshop: {
    "x86-cpu-karpenter": {},
    "trainium-trn1": {},
    "inferentia-inf2": {},
  },
};

/** The tiers for a new stack: those that launch in the region, with the families and sizes that it offers. */
export function tiersFor(
  environment: Environment,
  region: string,
): readonly (readonly [TierName, NewTier])[] {
  const names = Object.keys(wanted[environment]) as TierName[];
  const fitting = names.flatMap((name) => {
    const tier = fittedTo(region, name, wanted[environment][name] ?? {});
    return tier === undefined ? [] : [[name, tier] as const];
  });
  return fitting.length > 0 ? fitting : [withoutAccelerator];
}

/** A stack needs a tier. Every region has types for this one. */
const withoutAccelerator = ["multi-arch", { limits: { cpu: 64, memory: "256Gi" } }] as const;

/**
 * The tier with classes of GPU that the region offers, and without the families and sizes that it lacks; undefined when it
 * lacks all.
 */
function fittedTo(region: string, name: TierName, tier: NewTier): NewTier | undefined {
  const profile = tierProfiles[name];
  const gpus = offeredGpus(region, profile, tier);
  const types = offeredTypes(region, profile, { ...tier, gpus });
  if (types.length === 0) return undefined;
  const named = types.map((type) => type.name.split("."));
  const families = tier.families?.filter((one) => named.some(([family]) => family === one));
  const sizes = tier.sizes?.filter((one) => named.some(([, size]) => size === one));
  return {
    ...(gpus === undefined ? {} : { gpus }),
    ...(families === undefined ? {} : { families }),
    ...(sizes === undefined ? {} : { sizes }),
    ...(tier.limits === undefined ? {} : { limits: tier.limits }),
  };
}

/** The classes of the tier, or the first of the others that the region offers in a size within the limits. */
function offeredGpus(
  region: string,
  profile: TierProfile,
  tier: NewTier,
): readonly GpuClassName[] | undefined {
  if (tier.gpus === undefined || offeredTypes(region, profile, tier).length > 0) return tier.gpus;
  const other = otherGpus.find(
    (gpu) => offeredTypes(region, profile, { ...tier, gpus: [gpu] }).length > 0,
  );
  return other === undefined ? tier.gpus : [other];
}

/** For training, where the wanted class is not offered: from the fastest to the most common. */
const otherGpus: readonly GpuClassName[] = ["h200", "a100-40gb", "l40s", "a10g", "l4", "t4"];

function offeredTypes(
  region: string,
  profile: TierProfile,
  tier: NewTier,
): readonly InstanceType[] {
  const limits = tier.limits ?? profile.limits;
  return launchableTypes(requirementsOf(narrowedRequirements(profile, tier))).filter(
    (type) => zonesOffering(type.name, region).length > 0 && roomFor(type, limits).nodes >= 1,
  );
}
