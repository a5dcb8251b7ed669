import { tierProfiles } from "../../components/node-pools/tier-profiles";
import type { TaintedPool } from "../../components/shared/agent-tolerations.builder";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { Taint } from "../../scheduling/taints/taints";

/** The properties of a pool that an agent on its nodes needs. */
export interface AcceleratorPool {
  readonly name: string;
  readonly taints: readonly Taint[];
  /** Instance types that the tier can launch in any zone, by the catalogue. */
  readonly instanceTypes: readonly string[];
}

/** Every tier with accelerators of this resource, whether or not the stack has the tier. */
export function poolsWith(accelerator: string): readonly AcceleratorPool[] {
  return Object.entries(tierProfiles)
    .filter(([, profile]) => profile.accelerator === accelerator)
    .map(([name, profile]) => ({
      name,
      taints: profile.taints,
      instanceTypes: launchableTypes(requirementsOf(profile.requirements)).map((type) => type.name),
    }));
}

/** Every tier, whether or not the stack has it. For agents that may run on any tier. */
export function allPools(): readonly TaintedPool[] {
  return Object.entries(tierProfiles).map(([name, { taints }]) => ({ name, taints }));
}
