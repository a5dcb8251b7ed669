import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { ConfiguredTier, TierOverrides } from "./configured-tiers";
import { narrowedRequirements } from "./narrowed-requirements";

/**
 * The instance types that a tier may launch in this stack. The answer is remembered as long as the configuration exists,
 * because several checks ask for it and each answer reads the whole catalogue.
 */
export function launchableByTier({
  tier,
  profile,
  overrides,
}: ConfiguredTier): readonly InstanceType[] {
  const known = kept.get(overrides) ?? new Map<string, readonly InstanceType[]>();
  kept.set(overrides, known);
  const types =
    known.get(tier) ?? launchableTypes(requirementsOf(narrowedRequirements(profile, overrides)));
  known.set(tier, types);
  return types;
}

/** The second key is the tier, because two tiers of a YAML file with anchors may share one object. */
const kept = new WeakMap<TierOverrides, Map<string, readonly InstanceType[]>>();
