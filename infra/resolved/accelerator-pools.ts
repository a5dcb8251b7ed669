import { tierProfiles } from "../../components/node-pools/tier-profiles";
import type { Tier } from "../../components/node-pools/tier";
import type { TaintedPool } from "../../components/shared/agent-tolerations.builder";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import type { Taint } from "../../scheduling/taints/taints";

/** The facts about a pool that its agents need. */
export interface AcceleratorPool {
  readonly name: string;
  readonly taints: readonly Taint[];
  /** Instance types that the tier can launch in any zone, from the catalogue. */
  readonly instanceTypes: readonly string[];
}

/**
 * All tiers whose accelerators have this resource name: those with a profile, whether or not the stack uses them, and the pools of
 * the stack, whose taints and types may be its own.
 */
export function poolsWith(accelerator: string, tiers: readonly Tier[]): readonly AcceleratorPool[] {
  const shipped = Object.entries(tierProfiles)
    .filter(([, profile]) => profile.accelerator === accelerator)
    .map(([name, profile]) => ({
      name,
      taints: profile.taints,
      // Without the classes of GPU, because a stack may choose other ones.
      instanceTypes: namesOf(profile.requirements),
    }));
  const ofStack = tiers
    .filter(({ profile }) => profile.accelerator === accelerator)
    .map(({ name, profile, requirements }) => ({
      name,
      taints: profile.taints,
      instanceTypes: namesOf(requirements),
    }));
  return [...shipped, ...ofStack];
}

/** Every tier with a profile and every pool of the stack, for agents that may run on any of them. */
export function allPools(tiers: readonly Tier[]): readonly TaintedPool[] {
  return [
    ...Object.entries(tierProfiles).map(([name, { taints }]) => ({ name, taints })),
    ...tiers.map(({ name, profile: { taints } }) => ({ name, taints })),
  ];
}

function namesOf(requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  return launchableTypes(requirementsOf(requirements)).map((type) => type.name);
}
