import { tierProfiles } from "../../components/node-pools/tier-profiles";
import type { TaintedPool } from "../../components/shared/agent-tolerations.builder";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type { Taint } from "../../scheduling/taints/taints";

/** What an agent has to know of a pool it serves. */
export interface AcceleratorPool {
  readonly name: string;
  readonly taints: readonly Taint[];
  /** Instance types the tier can launch in any zone, by the catalogue. */
  readonly instanceTypes: readonly string[];
}

/** Every tier there is, in this stack or not, whose accelerators are counted in that resource. */
export function poolsWith(accelerator: string): readonly AcceleratorPool[] {
  return Object.entries(tierProfiles)
    .filter(([, profile]) => profile.accelerator === accelerator)
    .map(([name, profile]) => ({
      name,
      taints: profile.taints,
      instanceTypes: launchableTypes(requirementsOf(profile.requirements)).map((type) => type.name),
    }));
}

/** Every tier there is, for agents that may run on any of them. */
export function allPools(): readonly TaintedPool[] {
  return Object.entries(tierProfiles).map(([name, { taints }]) => ({ name, taints }));
}
