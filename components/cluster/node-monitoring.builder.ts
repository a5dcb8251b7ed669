import { gpuManufacturerLabelKey, workloadLabelKey } from "../../scheduling/requirements/labels";
import { requiredNodeAffinity } from "../shared/node-affinity.builder";

/**
 * Settings of the add-on `eks-node-monitoring-agent`, v1.6.3 or newer.
 *
 * The health of NVIDIA GPUs has one owner, the DCGM of the GPU stack: the agent with a DCGM of its own beside it
 * has marked working nodes as unhealthy, and does not take the condition back
 * (https://github.com/aws/containers-roadmap/issues/2555,
 * https://github.com/aws/eks-node-monitoring-agent/issues/266). Hence its NVIDIA monitor is off, and its DCGM
 * server is placed on no node. It stays away from training nodes altogether: what repair makes of a condition is
 * the end of the job that runs there.
 *
 * An affinity replaces the chart's, so the chart's own terms are repeated.
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
  // Both at once hold for no node.
  dcgmAgent: {
    affinity: requiredNodeAffinity([
      { key: gpuManufacturerLabelKey, operator: "Exists" },
      { key: gpuManufacturerLabelKey, operator: "DoesNotExist" },
    ]),
  },
};
