/** What agents are for, by the names of their images. No manifest says it. */

import {
  amdGpuResource,
  efaResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import type { Agent } from "../../scheduling/agents/agent";

export type AgentRole = Pick<Agent, "purpose" | "publishes" | "labelling" | "meantFor">;

/** The role of the first image that is known; undefined if none is. */
export function roleOfImages(images: readonly unknown[]): AgentRole | undefined {
  for (const image of images) {
    if (typeof image !== "string") continue;
    const found = roles.find(([pattern]) => pattern.test(image));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

const nodeFeatures = { prefix: "feature.node.kubernetes.io/", by: "Node Feature Discovery" };

/** Operators watch the labels of Node Feature Discovery and set their own ones. */
const operatorLabels = [
  { prefix: "nvidia.com/gpu.deploy.", by: "the GPU Operator" },
  { prefix: "nvidia.com/gpu.present", by: "the GPU Operator" },
];

const roles: readonly (readonly [image: RegExp, role: AgentRole])[] = [
  [
    /aws-efa-k8s-device-plugin/,
    { purpose: "makes EFA interfaces a resource", publishes: efaResource, meantFor: efaResource },
  ],
  [
    /neuron(-k8s)?-device-plugin/,
    {
      purpose: "makes Neuron devices a resource",
      publishes: neuronResource,
      meantFor: neuronResource,
    },
  ],
  [
    /neuron-(monitor|node-problem-detector)/,
    { purpose: "metrics of Neuron devices", meantFor: neuronResource },
  ],
  [
    /(amdgpu|rocm\/k8s)-device-plugin/,
    { purpose: "makes GPUs a resource", publishes: amdGpuResource, meantFor: amdGpuResource },
  ],
  // https://github.com/NVIDIA/k8s-device-plugin: one image for the plugin and for GPU Feature Discovery.
  [/gpu-feature-discovery/, gpuDiscovery()],
  [
    /(nvidia|nvcr\.io).*k8s-device-plugin/,
    { purpose: "makes GPUs a resource", publishes: nvidiaGpuResource, meantFor: nvidiaGpuResource },
  ],
  [
    /(dcgm-exporter|nvidia_gpu_exporter)/,
    { purpose: "metrics of GPUs", meantFor: nvidiaGpuResource },
  ],
  [
    /(node-feature-discovery|nfd-worker|\/nfd)/,
    { purpose: "labels that say what the node has", labelling: [nodeFeatures, ...operatorLabels] },
  ],
  [
    /(nvidia|nvcr\.io).*(k8s-mig-manager|driver|container-toolkit)/,
    { purpose: "prepares GPUs", meantFor: nvidiaGpuResource },
  ],
];

function gpuDiscovery(): AgentRole {
  return {
    purpose: "labels that say what the GPUs are",
    labelling: [{ prefix: "nvidia.com/", by: "GPU Feature Discovery" }],
    meantFor: nvidiaGpuResource,
  };
}
