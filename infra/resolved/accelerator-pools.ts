import { tierProfiles } from "../../components/node-pools/tier-profiles";
import type { TaintedPool } from "../../components/shared/agent-tolerations.builder";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { Taint } from "../../scheduling/taints/taints";

/** The facts about a pool that its agents need. */
export interface AcceleratorPool {
  readonly name: string;
  readonly taints: readonly Taint[];
  /** Instance types that the tier can launch in any zone, from the catalogue. */
  readonly instanceTypes: readonly string[];
}

/** All tiers whose accelerators have this resource name, whether or not the stack uses them. */
export function poolsWith(accelerator: string): readonly AcceleratorPool[] {
  return Object.entries(tierProfiles)
    .filter(([, profile]) => profile.accelerator === accelerator)
    .map(([name, profile]) => ({
      name,
      taints: profile.taints,
      // Without the classes of GPU, because a stack may choose other ones.
      instanceTypes: launchableTypes(requirementsOf(profile.requirements)).map((type) => type.name),
    }));
}

/** Every tier, for agents that may run on any of them. */
export function allPools(): readonly TaintedPool[] {
  return Object.entries(tierProfiles).map(([name, { taints }]) => ({ name, taints }));
}
