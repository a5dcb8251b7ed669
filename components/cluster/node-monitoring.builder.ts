import { gpuManufacturerLabelKey, workloadLabelKey } from "../../scheduling/requirements/labels";
import { requiredNodeAffinity } from "../shared/node-affinity.builder";

/**
 * Settings of the add-on `eks-node-monitoring-agent`, v1.6.3 or newer.
 *
 * Only the DCGM of the GPU stack watches the health of NVIDIA GPUs. If the agent runs its own DCGM on the same node,
 * it has marked healthy nodes as unhealthy, and it does not remove the condition
 * (https://github.com/aws/containers-roadmap/issues/2555,
 * https://github.com/aws/eks-node-monitoring-agent/issues/266). So its NVIDIA monitor is off, and its DCGM server
 * runs on no node. The agent does not run on training nodes at all, because node repair would react to a condition
 * and end the job on that node.
 *
 * This affinity replaces the chart's affinity, so it repeats the terms of the chart.
 *
 * @see https://github.com/aws/eks-node-monitoring-agent/blob/v1.7.0/charts/configuration.schema.json
 */
export const nodeMonitoringSettings = {
  nodeAgent: {
    affinity: requiredNodeAffinity([
      {
        key: "eks.amazonaws.com/compute-type",
        operator: "NotIn",
        values: ["fargate", "auto", "hybrid"],
      },
      { key: "sagemaker.amazonaws.com/compute-type", operator: "NotIn", values: ["hyperpod"] },
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
      { key: workloadLabelKey, operator: "NotIn", values: ["training"] },
    ]),
    monitors: { nvidia: { enabled: false } },
  },
  // No node can match both expressions.
  dcgmAgent: {
    affinity: requiredNodeAffinity([
      { key: gpuManufacturerLabelKey, operator: "Exists" },
      { key: gpuManufacturerLabelKey, operator: "DoesNotExist" },
    ]),
  },
};
