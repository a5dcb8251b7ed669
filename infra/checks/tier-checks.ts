import type { PoolName } from "../../components/node-pools/pool-names";
import {
  chainLabelKey,
  type TierProfile,
  withoutNewestDriver,
} from "../../components/node-pools/tier-profiles";
import {
  gpuClass,
  gpuClassOfFamily,
  type GpuClassName,
} from "../../scheduling/catalogue/gpu-classes";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { excludersOf } from "../../scheduling/launchable/exclusions";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../../scheduling/requirements/labels";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
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

/** Families and sizes narrow a profile. Together with the classes of GPU they may leave no instance type. */
export const narrowedTiersLaunch = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return configuredTiers(tiers, gpu).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { gpus, families, sizes } = overrides;
    const [key] = (["families", "sizes", "gpus"] as const).filter(
      (one) => overrides[one] !== undefined,
    );
    if (key === undefined) return [];
    const requirements = requirementsOf(narrowedRequirements(profile, { gpus, families, sizes }));
    if (launchableTypes(requirements).length > 0) return [];
    // driverIsNewEnough reports these types.
    if (missesOnlyTheDriver(tier, gpu)) return [];
    const classes = otherClassesOf(tier);
    return [
      {
        path: ["tiers", pool, key],
        problem: `no instance type is left${because(tier)}`,
        got: rendered({ gpus, families, sizes }),
        expected: `some of ${possibleValues(tier, key).join(", ")}, in a combination that exists`,
        fix:
          classes.length > 0
            ? `correct ${key}, or set gpus: [${classes.join(", ")}]`
            : `correct ${["families", "sizes", "gpus"].filter((one) => one === key || Object.hasOwn(overrides, one)).join(" and ")}`,
      },
    ];
  });
});

const labelOfKey = { families: instanceFamilyLabelKey, sizes: instanceSizeLabelKey } as const;

/** Values of the key with which the tier launches something, when nothing else narrows it. */
function possibleValues(
  { profile, overrides: { gpus } }: ConfiguredTier,
  key: "families" | "sizes" | "gpus",
): readonly string[] {
  if (key === "gpus") {
    return (profile.gpus?.choices ?? []).filter((one) => launches(profile, { gpus: [one] }));
  }
  const possible = launchableTypes(requirementsOf(narrowedRequirements(profile, { gpus })));
  return [...new Set(possible.map(({ labels }) => labels[labelOfKey[key]] ?? ""))].sort();
}

/** The classes of the named families, when the tier may have them and they are not the ones that it has. */
function otherClassesOf({
  profile,
  overrides: { gpus, families = [], sizes },
}: ConfiguredTier): readonly GpuClassName[] {
  const classes = new Set(families.flatMap((family) => gpuClassOfFamily(family) ?? []));
  const has = gpus ?? profile.gpus?.byDefault ?? [];
  return [...classes].filter(
    (one) =>
      profile.gpus?.choices.includes(one) === true &&
      !has.includes(one) &&
      launches(profile, { gpus: [one], families, sizes }),
  );
}

/** Whether the tier would launch something if the stack's driver supported every family. */
function missesOnlyTheDriver(
  { profile, overrides: { gpus, families, sizes } }: ConfiguredTier,
  gpu: PlatformConfig["gpu"],
): boolean {
  if (familiesWithoutDriver(gpu).length === 0) return false;
  const requirements = profile.requirements.filter((one) => one !== withoutNewestDriver);
  return launches({ ...profile, requirements }, { gpus, families, sizes });
}

function launches(profile: TierProfile, narrowing: Narrowing): boolean {
  return launchableTypes(requirementsOf(narrowedRequirements(profile, narrowing))).length > 0;
}

/** Why the tier excludes the types that the stack names. */
function because({ profile, overrides: { gpus, families, sizes } }: ConfiguredTier): string {
  const classes = gpus?.flatMap((name): readonly string[] => gpuClass(name).families);
  const named = instanceTypes().find(
    ({ labels }) =>
      (families ?? classes)?.includes(labels[instanceFamilyLabelKey] ?? "") !== false &&
      sizes?.includes(labels[instanceSizeLabelKey] ?? "") !== false,
  );
  if (named === undefined) return ", and no such type exists";
  const excluders = excludersOf(named, requirementsOf(narrowedRequirements(profile, { gpus })));
  return excluders.length === 0 ? "" : `: ${named.name} is excluded by ${excluders.join("; ")}`;
}
