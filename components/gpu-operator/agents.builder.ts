import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { gpuManufacturerLabelKey } from "../../scheduling/requirements/labels";
import type { Agent } from "../../scheduling/agents/agent";
import { type GpuOperatorSettings, gpuOperatorValues } from "./helm-values.builder";
import { dividedNodes } from "./mig-taint-remover.builder";

/**
 * The DaemonSets of the `gpu-operator` chart, with the placement that its Helm values give them. The order is that of
 * their start: Node Feature Discovery finds the GPU, the operator then labels the node once for each operand, and
 * each operand runs where its label is.
 *
 * @see https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/controllers/state_manager.go#L98
 */
export function gpuOperatorAgents(settings: GpuOperatorSettings): readonly Agent[] {
  const values = gpuOperatorValues(settings);
  return [discoveryWorker(values), ...operands(values)];
}

type GpuOperatorValues = ReturnType<typeof gpuOperatorValues>;

function discoveryWorker(values: GpuOperatorValues): Agent {
  const { worker } = values["node-feature-discovery"];
  return {
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
}

function operands(values: GpuOperatorValues): readonly Agent[] {
  const { driver, toolkit, devicePlugin, migManager } = values;
  const { tolerations } = values.daemonsets;
  const operand = (name: string, purpose: string, publishes?: string): Agent => ({
    name,
    purpose,
    ...(publishes === undefined ? {} : { publishes }),
    tolerations,
    nodeSelector: { [`${operandLabelPrefix}${name.replace("nvidia-", "")}`]: "true" },
    affinityTerms: [],
  });
  return [
    operand("nvidia-operator-validator", "checks that a node's GPUs work"),
    ...(driver.enabled ? [operand("nvidia-driver", "the driver")] : []),
    ...(toolkit.enabled ? [operand("nvidia-container-toolkit", "GPUs in containers")] : []),
    devicePlugin.enabled
      ? operand("nvidia-device-plugin", "makes GPUs a resource", nvidiaGpuResource)
      : bottlerocketDevicePlugin,
    operand("nvidia-dcgm-exporter", "metrics of GPUs"),
    operand("gpu-feature-discovery", "labels that say what the GPUs are"),
    ...(migManager.enabled ? [migManagerAgent(operand), taintRemover(tolerations)] : []),
  ];
}

/** It writes its state to the node, and the agent that removes the startup taint waits for that label. */
function migManagerAgent(operand: (name: string, purpose: string) => Agent): Agent {
  return {
    ...operand("nvidia-mig-manager", "divides GPUs"),
    labelling: [{ prefix: "nvidia.com/mig.config.state", by: "the MIG manager" }],
  };
}

function taintRemover(tolerations: Agent["tolerations"]): Agent {
  return {
    name: "mig-taint-remover",
    purpose: "lets pods in once the GPUs are divided",
    tolerations,
    nodeSelector: {},
    affinityTerms: [dividedNodes],
  };
}

/** The operator sets `<prefix><operand>: "true"` on a node where the operand is to run. */
const operandLabelPrefix = "nvidia.com/gpu.deploy.";

/** A service of the host and not a pod, so no taint and no label keeps it off an NVIDIA node. */
const bottlerocketDevicePlugin: Agent = {
  name: "Bottlerocket's device plugin",
  purpose: "makes GPUs a resource; part of the AMI",
  publishes: nvidiaGpuResource,
  tolerations: [{ operator: "Exists" }],
  nodeSelector: { [gpuManufacturerLabelKey]: "nvidia" },
  affinityTerms: [],
};
