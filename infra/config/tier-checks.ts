import {
  chainLabelKey,
  tierProfiles,
  type TierName,
} from "../../components/node-pools/tier-profiles";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../../scheduling/labels";
import { launchableTypes } from "../../scheduling/launchable";
import { parseQuantity } from "../../scheduling/quantity";
import { requirementsOf } from "../../scheduling/requirements";
import { narrowedRequirements } from "../narrowed-requirements";
import { renderValue, type ConfigFault } from "./config-fault";
import type { PlatformConfig } from "./schema";
import { configuredTiers } from "./configured-tiers";
import { zoneFault } from "./zone-fault";

export function tierZonesAreNetworkZones({
  network,
  tiers,
}: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(([tier, overrides]) =>
    (overrides.zones ?? []).flatMap((zone, index) =>
      network.zones.includes(zone)
        ? []
        : [
            zoneFault(
              ["tiers", tier, "zones", index],
              "not a zone of the network",
              zone,
              network.zones.join(", "),
            ),
          ],
    ),
  );
}

/** Without a limit in accelerators a pool is bounded by cpu alone, which says nothing about GPUs. */
export function limitsNameTheAccelerator({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(([tier, overrides]) => {
    const { accelerator } = tierProfiles[tier];
    if (
      overrides.limits === undefined ||
      accelerator === undefined ||
      accelerator in overrides.limits
    )
      return [];
    return [
      {
        path: ["tiers", tier, "limits"],
        problem: "the accelerator has no limit",
        got: renderValue(overrides.limits),
        expected: `a limit for ${accelerator}`,
        fix: `add ${accelerator}, in whole devices`,
      },
    ];
  });
}

/** Half a GPU is never launched, so such a pool would launch nothing. */
export function acceleratorsAreWhole({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(([tier, overrides]) => {
    const { accelerator } = tierProfiles[tier];
    const limit = accelerator === undefined ? undefined : overrides.limits?.[accelerator];
    if (accelerator === undefined || limit === undefined) return [];
    if (Number.isInteger(parseQuantity(limit))) return [];
    return [
      {
        path: ["tiers", tier, "limits", accelerator],
        problem: "part of a device",
        got: renderValue(limit),
        expected: "a whole number of devices",
        fix: "write how many devices the tier may hold",
      },
    ];
  });
}

/** Equal weights are tried in descending name order, so the chain would run backwards. */
export function chainWeightsAreDistinct({ tiers }: PlatformConfig): readonly ConfigFault[] {
  const seen = new Map<number, TierName>();
  return configuredTiers(tiers).flatMap(([tier, overrides]) => {
    const profile = tierProfiles[tier];
    if (profile.labels[chainLabelKey] === undefined) return [];
    const weight = overrides.weight ?? profile.weight ?? 0;
    const other = seen.get(weight);
    seen.set(weight, tier);
    if (other === undefined) return [];
    return [
      {
        path: ["tiers", tier, "weight"],
        problem: `same weight as ${other}, a tier of the same chain`,
        got: String(weight),
        expected: "a weight of its own, the first choice highest",
        fix: "give each tier of the chain another weight",
      },
    ];
  });
}

/** Families and sizes narrow a profile; together they may leave nothing of it. */
export function narrowedTiersLaunch({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(([tier, overrides]) => {
    const { families, sizes } = overrides;
    if (families === undefined && sizes === undefined) return [];
    if (
      launchableTypes(requirementsOf(narrowedRequirements(tierProfiles[tier], overrides))).length >
      0
    )
      return [];
    const possible = launchableTypes(requirementsOf(tierProfiles[tier].requirements));
    const key = families === undefined ? "sizes" : "families";
    const label = families === undefined ? instanceSizeLabelKey : instanceFamilyLabelKey;
    const known = [...new Set(possible.map(({ labels }) => labels[label]))].sort();
    return [
      {
        path: ["tiers", tier, key],
        problem: "no instance type is left",
        got: renderValue({ families, sizes }),
        expected: `some of ${known.join(", ")}, in a combination that exists`,
        fix: "correct families and sizes",
      },
    ];
  });
}
