import { efaDevicePluginValues } from "../../components/efa/helm-values.builder";
import {
  dcgmExporterValues,
  devicePluginValues,
  type DevicePluginSettings,
} from "../../components/gpu-device-plugin/helm-values.builder";
import {
  gpuOperatorValues,
  type GpuOperatorSettings,
} from "../../components/gpu-operator/helm-values.builder";
import { neuronValues } from "../../components/neuron/helm-values.builder";
import type { Agent } from "../../report/answers/agents/agent-contracts";
import {
  gpuManufacturerLabelKey,
  instanceTypeLabelKey,
} from "../../scheduling/requirements/labels";
import {
  efaResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import type { PlatformSpec } from "./platform-spec";
import { allPools, poolsWith } from "./accelerator-pools";
import { addonAgents } from "./addon-agents";
import { gpuAgentSettings } from "./gpu-agent-settings";

/**
 * The agents that the stack runs on the nodes of its pools, with the placement that its charts are given. Controllers,
 * which run on the system nodes, are none.
 */
export function agentsOf(spec: PlatformSpec): readonly Agent[] {
  const accelerators = new Set(spec.tiers.map(({ profile }) => profile.accelerator));
  return [
    ...addonAgents(spec),
    ...(accelerators.has(nvidiaGpuResource) ? gpuAgents(spec) : []),
    ...(accelerators.has(neuronResource) ? [neuronDevicePlugin()] : []),
    ...(spec.tiers.some(({ efa }) => efa) ? [efaDevicePlugin(spec)] : []),
  ];
}

function gpuAgents(spec: PlatformSpec): readonly Agent[] {
  const agents = gpuAgentSettings(spec);
  return agents.kind === "operator"
    ? operatorAgents(agents.settings)
    : devicePluginAgents(agents.settings);
}

/**
 * Node Feature Discovery finds the GPU, the operator labels the node for each operand, the operands go where their label
 * is. https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/controllers/state_manager.go#L98
 */
function operatorAgents(settings: GpuOperatorSettings): readonly Agent[] {
  const values = gpuOperatorValues(settings);
  const { worker } = values["node-feature-discovery"];
  const { tolerations } = values.daemonsets;
  const operand = (name: string, purpose: string, publishes?: string): Agent => ({
    name,
    purpose,
    ...(publishes === undefined ? {} : { publishes }),
    tolerations,
    nodeSelector: { [`${operandLabelPrefix}${name.replace("nvidia-", "")}`]: "true" },
    affinityTerms: [],
  });
  const discovery: Agent = {
    name: "node-feature-discovery-worker",
    purpose: "labels that say what the node has",
    tolerations: worker.tolerations,
    nodeSelector: worker.nodeSelector,
    affinityTerms: [],
    labelling: [
      { prefix: "feature.node.kubernetes.io/", by: "Node Feature Discovery" },
      { prefix: operandLabelPrefix, by: "the GPU Operator" },
    ],
  };
  return [
    discovery,
    operand("nvidia-operator-validator", "checks that a node's GPUs work"),
    ...(values.driver.enabled ? [operand("nvidia-driver", "the driver")] : []),
    ...(values.toolkit.enabled ? [operand("nvidia-container-toolkit", "GPUs in containers")] : []),
    values.devicePlugin.enabled
      ? operand("nvidia-device-plugin", "makes GPUs a resource", nvidiaGpuResource)
      : bottlerocketDevicePlugin,
    operand("nvidia-dcgm-exporter", "metrics of GPUs"),
    operand("gpu-feature-discovery", "labels that say what the GPUs are"),
    ...(values.migManager.enabled ? [operand("nvidia-mig-manager", "cuts GPUs")] : []),
  ];
}

const operandLabelPrefix = "nvidia.com/gpu.deploy.";

/** A service of the host, past taints and labels. */
const bottlerocketDevicePlugin: Agent = {
  name: "Bottlerocket's device plugin",
  purpose: "makes GPUs a resource; part of the AMI",
  publishes: nvidiaGpuResource,
  tolerations: [{ operator: "Exists" }],
  nodeSelector: { [gpuManufacturerLabelKey]: "nvidia" },
  affinityTerms: [],
};

function devicePluginAgents(settings: DevicePluginSettings): readonly Agent[] {
  const plugin = devicePluginValues(settings);
  const exporter = dcgmExporterValues(settings);
  const { nodeAffinity } = plugin.affinity;
  const terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  return [
    {
      name: "nvidia-device-plugin",
      purpose: "makes GPUs a resource",
      publishes: nvidiaGpuResource,
      tolerations: plugin.tolerations,
      nodeSelector: {},
      affinityTerms: terms.map(({ matchExpressions }) =>
        matchExpressions.map(({ key, values }) => ({ key, operator: "In", values })),
      ),
    },
    {
      name: "dcgm-exporter",
      purpose: "metrics of GPUs",
      tolerations: exporter.tolerations,
      nodeSelector: exporter.nodeSelector,
      affinityTerms: [],
    },
  ];
}

/** The chart goes by instance types: https://github.com/aws-neuron/neuron-helm-charts */
function neuronDevicePlugin(): Agent {
  const { neuronInstances, devicePlugin } = neuronValues({ pools: poolsWith(neuronResource) });
  return {
    name: "neuron-device-plugin",
    purpose: "makes Neuron devices a resource",
    publishes: neuronResource,
    tolerations: devicePlugin.tolerations,
    nodeSelector: {},
    affinityTerms: [[{ key: instanceTypeLabelKey, operator: "In", values: neuronInstances }]],
  };
}

function efaDevicePlugin({ config }: PlatformSpec): Agent {
  const values = efaDevicePluginValues({ region: config.region, pools: allPools() });
  const { keys, values: supported } = values.supportedInstanceLabels;
  return {
    name: "aws-efa-k8s-device-plugin",
    purpose: "makes Elastic Fabric Adapters a resource",
    publishes: efaResource,
    // The chart adds this one to the list itself.
    tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }, ...values.tolerations],
    nodeSelector: values.nodeSelector,
    affinityTerms: keys.map((key) => [{ key, operator: "In", values: supported }]),
  };
}
