import { neuronResource, nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { PlatformSpec } from "./platform-spec";

/** The kinds of accelerator software that a stack installs. */
export interface AcceleratorSoftware {
  /** The GPU Operator, or the device plugin without it. */
  readonly gpu: boolean;
  /** The Neuron device plugin. */
  readonly neuron: boolean;
  /** The device plugin for Elastic Fabric Adapters. */
  readonly efa: boolean;
}

/** The software that the tiers of the stack need. The program installs it, and the report asks where its agents run. */
export function acceleratorSoftware({ tiers }: Pick<PlatformSpec, "tiers">): AcceleratorSoftware {
  const accelerators = new Set(tiers.map(({ profile }) => profile.accelerator));
  return {
    gpu: accelerators.has(nvidiaGpuResource),
    neuron: accelerators.has(neuronResource),
    efa: tiers.some(({ efa }) => efa),
  };
}
