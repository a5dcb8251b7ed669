import type { TierProfile } from "../../components/node-pools/tier-profiles";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { ConfiguredTier, TierOverrides } from "./configured-tiers";
import { narrowedRequirements } from "./narrowed-requirements";

/**
 * The instance types that a tier may launch in this stack. The answer is remembered as long as the configuration exists,
 * because several checks ask for it and each answer reads the whole catalogue.
 */
export function launchableByTier({ profile, overrides }: ConfiguredTier): readonly InstanceType[] {
  const known = kept.get(overrides) ?? new Map<TierProfile, readonly InstanceType[]>();
  kept.set(overrides, known);
  const types =
    known.get(profile) ?? launchableTypes(requirementsOf(narrowedRequirements(profile, overrides)));
  known.set(profile, types);
  return types;
}

/**
 * The second key is the profile. Two tiers of a YAML file with anchors may share one object, and the profile depends on the
 * driver of the stack.
 */
const kept = new WeakMap<TierOverrides, Map<TierProfile, readonly InstanceType[]>>();
