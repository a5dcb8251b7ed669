import type { Tier } from "../components/node-pools/node-pool.builder";
import { nodePool } from "../components/node-pools/node-pool.builder";
import { launchableTypes } from "../scheduling/launchable";
import { requirementsOf } from "../scheduling/requirements";
import { neuronResource, nvidiaGpuResource } from "../scheduling/resource-names";
import type { Taint } from "../scheduling/taints";

/** What an agent has to know of a pool it serves. */
export interface AcceleratorPool {
  readonly name: string;
  readonly taints: readonly Taint[];
  /** Instance types the pool can launch, by the catalogue. */
  readonly instanceTypes: readonly string[];
}

/** The tiers whose nodes carry NVIDIA GPUs. */
export function gpuPools(tiers: readonly Tier[]): readonly AcceleratorPool[] {
  return poolsWith(nvidiaGpuResource, tiers);
}

/** The tiers whose nodes carry Neuron devices. */
export function neuronPools(tiers: readonly Tier[]): readonly AcceleratorPool[] {
  return poolsWith(neuronResource, tiers);
}

function poolsWith(accelerator: string, tiers: readonly Tier[]): readonly AcceleratorPool[] {
  return tiers
    .filter((tier) => tier.profile.accelerator === accelerator)
    .map((tier) => {
      const { spec } = nodePool(tier);
      const requirements = requirementsOf(
        spec.template.spec.requirements,
        spec.template.metadata.labels,
      );
      return {
        name: tier.name,
        taints: tier.profile.taints,
        instanceTypes: launchableTypes(requirements).map((type) => type.name),
      };
    });
}
