import {
  amdGpuResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../../scheduling/catalogue/resource-names";

/** What people call the devices of a resource: `GPUs` for `nvidia.com/gpu`. */
export function deviceNoun(resource: string): string {
  return nouns[resource] ?? resource;
}

const nouns: Readonly<Record<string, string>> = {
  [nvidiaGpuResource]: "GPUs",
  [amdGpuResource]: "GPUs",
  [neuronResource]: "Neuron devices",
};
