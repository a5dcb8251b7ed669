import { tierProfiles, type TierName } from "../../components/node-pools/tier-profiles";
import type { environments } from "../../infra/config/schema";
import { narrowedRequirements } from "../../infra/resolved/narrowed-requirements";
import { zonesOffering } from "../../scheduling/catalogue/offerings";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";

export type Environment = (typeof environments)[number];

/** What a new stack file says of a tier; empty where the profile is right as it is. */
export interface NewTier {
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
    "gpu-training": { families: ["g5"], limits: { "nvidia.com/gpu": 4 } },
    "gpu-training-protected": { families: ["g5", "g6", "g6e"], limits: { "nvidia.com/gpu": 2 } },
    "multi-arch": { limits: { cpu: 100, memory: "200Gi" } },
    inferentia: { limits: { "aws.amazon.com/neuron": 4 } },
  },
  production: {
    "gpu-inference": {},
    "gpu-tier1-g5-spot": {},
    "gpu-tier2-g4dn-spot": {},
    "gpu-tier3-g5-ondemand": {},
    "gpu-training": {},
    "gpu-training-protected": {},
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

/** The tier without the families and sizes that the region lacks; undefined when it lacks all. */
function fittedTo(region: string, name: TierName, tier: NewTier): NewTier | undefined {
  const types = launchableTypes(
    requirementsOf(narrowedRequirements(tierProfiles[name], tier)),
  ).filter((type) => zonesOffering(type.name, region).length > 0);
  if (types.length === 0) return undefined;
  const named = types.map((type) => type.name.split("."));
  const families = tier.families?.filter((one) => named.some(([family]) => family === one));
  const sizes = tier.sizes?.filter((one) => named.some(([, size]) => size === one));
  return {
    ...(families === undefined ? {} : { families }),
    ...(sizes === undefined ? {} : { sizes }),
    ...(tier.limits === undefined ? {} : { limits: tier.limits }),
  };
}
