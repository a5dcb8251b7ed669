import type { PoolName } from "../../components/node-pools/pool-names";
import {
  chainLabelKey,
  type TierProfile,
  withoutNewestDriver,
} from "../../components/node-pools/tier-profiles";
import {
  gpuClass,
  gpuClassOfFamily,
  gpuCounts,
  type GpuClassName,
} from "../../scheduling/catalogue/gpu-classes";
import { acceleratorOf, instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { excludersOf } from "../../scheduling/launchable/exclusions";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../../scheduling/requirements/labels";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
import { listed } from "../../scheduling/values/wording";
import type { PlatformConfig } from "../config/schema";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { familiesWithoutDriver } from "../resolved/driver-support";
import { narrowedRequirements, type Narrowing } from "../resolved/narrowed-requirements";
import { defineCheck } from "./define-check";
import { zoneFault } from "./zone-fault";

export const tierZonesAreNetworkZones = defineCheck(["network", "tiers"], ({ network, tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    (overrides.zones ?? []).flatMap((zone, index) =>
      network.zones.includes(zone)
        ? []
        : [
            zoneFault(
              ["tiers", pool, "zones", index],
              "not a zone of the network",
              zone,
              network.zones.join(", "),
            ),
          ],
    ),
  );
});

/** Karpenter tries pools of equal weight in descending order of their names, which reverses the chain. */
export const chainWeightsAreDistinct = defineCheck(["tiers"], ({ tiers }) => {
  const seen = new Map<number, PoolName>();
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides }) => {
    if (profile.labels[chainLabelKey] === undefined || overrides.replicas !== undefined) return [];
    if (overrides.retired === true) return [];
    const weight = overrides.weight ?? profile.weight ?? 0;
    const other = seen.get(weight);
    seen.set(weight, pool);
    if (other === undefined) return [];
    return [
      {
        path: ["tiers", pool, "weight"],
        problem: `same weight as ${other}, a tier of the same chain`,
        got: String(weight),
        expected: "a different weight for each tier, the highest for the first choice",
        fix: "give each tier of the chain another weight",
      },
    ];
  });
});

/** Families and sizes narrow a profile. Together with the GPUs they may leave no instance type. */
export const narrowedTiersLaunch = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return configuredTiers(tiers, gpu).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { gpus, gpusPerNode, families, sizes } = overrides;
    const [key] = narrowingKeys.filter((one) => overrides[one] !== undefined);
    if (key === undefined || launches(profile, { gpus, gpusPerNode, families, sizes })) return [];
    // driverIsNewEnough reports these types.
    if (missesOnlyTheDriver(tier, gpu)) return [];
    return [
      {
        path: ["tiers", pool, key],
        problem: `no instance type is left${because(tier)}`,
        got: rendered({ gpus, gpusPerNode, families, sizes }),
        expected: `some of ${listed(possibleValues(tier, key), 20)}, in a combination that exists`,
        fix: remedyOf(tier, key),
      },
    ];
  });
});

const narrowingKeys = ["families", "sizes", "gpusPerNode", "gpus"] as const;
type NarrowingKey = (typeof narrowingKeys)[number];

function remedyOf(tier: ConfiguredTier, key: NarrowingKey): string {
  const classes = otherClassesOf(tier);
  if (classes.length > 0) return `correct ${key}, or set gpus: [${classes.join(", ")}]`;
  const counts = otherCountsOf(tier);
  if (counts.length > 0) return `correct ${key}, or set gpusPerNode: [${counts.join(", ")}]`;
  const named = narrowingKeys.filter((one) => one === key || Object.hasOwn(tier.overrides, one));
  return `correct ${named.join(" and ")}`;
}

const labelOfKey = { families: instanceFamilyLabelKey, sizes: instanceSizeLabelKey } as const;

/** Values of the key with which the tier launches something, when nothing else narrows it. */
function possibleValues(
  { profile, overrides: { gpus, gpusPerNode } }: ConfiguredTier,
  key: NarrowingKey,
): readonly string[] {
  if (key === "gpus") {
    return (profile.gpus?.choices ?? []).filter((one) => launches(profile, { gpus: [one] }));
  }
  if (key === "gpusPerNode") return countsOf(profile, { gpus }).map(String);
  const choice = { gpus, gpusPerNode };
  const possible = launchableTypes(requirementsOf(narrowedRequirements(profile, choice)));
  return [...new Set(possible.map(({ labels }) => labels[labelOfKey[key]] ?? ""))].sort();
}

/** The classes of the named families, when the tier may have them and they are not the ones that it has. */
function otherClassesOf({
  profile,
  overrides: { gpus, gpusPerNode, families = [], sizes },
}: ConfiguredTier): readonly GpuClassName[] {
  const classes = new Set(families.flatMap((family) => gpuClassOfFamily(family) ?? []));
  const has = gpus ?? profile.gpus?.byDefault ?? [];
  return [...classes].filter(
    (one) =>
      profile.gpus?.choices.includes(one) === true &&
      !has.includes(one) &&
      launches(profile, { gpus: [one], gpusPerNode, families, sizes }),
  );
}

/** Whether the tier would launch something if the stack's driver supported every family. */
function missesOnlyTheDriver(
  { profile, overrides: { gpus, gpusPerNode, families, sizes } }: ConfiguredTier,
  gpu: PlatformConfig["gpu"],
): boolean {
  if (familiesWithoutDriver(gpu).length === 0) return false;
  const requirements = profile.requirements.filter((one) => one !== withoutNewestDriver);
  return launches({ ...profile, requirements }, { gpus, gpusPerNode, families, sizes });
}

/** The numbers of GPUs that the named types have, when they are not the ones that the tier admits. */
function otherCountsOf({
  profile,
  overrides: { gpus, gpusPerNode, families, sizes },
}: ConfiguredTier): readonly number[] {
  if ((gpusPerNode ?? profile.gpus?.perNode) === undefined) return [];
  return countsOf(profile, { gpus, families, sizes });
}

/** The numbers of GPUs of the types that the tier could launch, if it admitted any number. */
function countsOf(profile: TierProfile, narrowing: Narrowing): readonly number[] {
  const requirements = narrowedRequirements(profile, { ...narrowing, gpusPerNode: gpuCounts });
  const types = launchableTypes(requirementsOf(requirements));
  return [...new Set(types.map((type) => acceleratorOf(type)?.count ?? 0))].sort((a, b) => a - b);
}

function launches(profile: TierProfile, narrowing: Narrowing): boolean {
  return launchableTypes(requirementsOf(narrowedRequirements(profile, narrowing))).length > 0;
}

/** Why the tier excludes the types that the stack names: of one of those that the fewest requirements exclude. */
function because({
  profile,
  overrides: { gpus, gpusPerNode, families, sizes },
}: ConfiguredTier): string {
  const classes = (gpus ?? profile.gpus?.byDefault)?.flatMap(
    (name): readonly string[] => gpuClass(name).families,
  );
  const named = instanceTypes().filter(
    ({ labels }) =>
      (families ?? classes)?.includes(labels[instanceFamilyLabelKey] ?? "") !== false &&
      sizes?.includes(labels[instanceSizeLabelKey] ?? "") !== false,
  );
  const requirements = requirementsOf(narrowedRequirements(profile, { gpus, gpusPerNode }));
  const [closest] = named
    .map((type) => ({ name: type.name, excluders: excludersOf(type, requirements) }))
    .sort((a, b) => a.excluders.length - b.excluders.length);
  if (closest === undefined) return ", and no such type exists";
  const { name, excluders } = closest;
  return excluders.length === 0 ? "" : `: ${name} is excluded by ${excluders.join("; ")}`;
}
