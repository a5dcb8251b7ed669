import type { PoolName } from "../../components/node-pools/pool-names";
import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { excludersOf } from "../../scheduling/launchable/exclusions";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../../scheduling/requirements/labels";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { narrowedRequirements } from "../resolved/narrowed-requirements";
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

/** Families and sizes narrow a profile. Together they may leave no instance type. */
export const narrowedTiersLaunch = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { families, sizes } = overrides;
    if (families === undefined && sizes === undefined) return [];
    const requirements = requirementsOf(narrowedRequirements(profile, { families, sizes }));
    if (launchableTypes(requirements).length > 0) return [];
    const possible = launchableTypes(requirementsOf(profile.requirements));
    const key = families === undefined ? "sizes" : "families";
    const label = families === undefined ? instanceSizeLabelKey : instanceFamilyLabelKey;
    const known = [...new Set(possible.map(({ labels }) => labels[label]))].sort();
    return [
      {
        path: ["tiers", pool, key],
        problem: `no instance type is left${because(tier)}`,
        got: rendered({ families, sizes }),
        expected: `some of ${known.join(", ")}, in a combination that exists`,
        fix: "correct families and sizes",
      },
    ];
  });
});

/** Why the profile excludes the types that the stack names. */
function because({ profile, overrides: { families, sizes } }: ConfiguredTier): string {
  const named = instanceTypes().find(
    ({ labels }) =>
      families?.includes(labels[instanceFamilyLabelKey] ?? "") !== false &&
      sizes?.includes(labels[instanceSizeLabelKey] ?? "") !== false,
  );
  if (named === undefined) return ", and no such type exists";
  const excluders = excludersOf(named, requirementsOf(profile.requirements));
  return excluders.length === 0 ? "" : `: ${named.name} is excluded by ${excluders.join("; ")}`;
}
