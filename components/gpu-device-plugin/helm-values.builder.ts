import { gpuManufacturerLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { timeSlicingConfigs } from "../shared/gpu-sharing";
import { requiredNodeAffinity } from "../shared/node-affinity.builder";

export interface DevicePluginSettings {
  /** Every pool that may launch NVIDIA nodes. */
  readonly pools: readonly TaintedPool[];
  /**
   * Some tier of the stack shares GPUs by time-slicing.
   * @default false
   */
  readonly timeSlicing?: boolean;
}

/**
 * Values of the `nvidia-device-plugin` chart, on the AL2023 NVIDIA AMI with its driver and toolkit.
 *
 * The chart places the plugin by labels of Node Feature Discovery, which is not installed: placed by Karpenter's label it
 * runs on every NVIDIA node that Karpenter makes. Helm merges maps, so the chart's terms are replaced inside its affinity.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/deployments/helm/nvidia-device-plugin/values.yaml
 */
export function devicePluginValues({ pools, timeSlicing = false }: DevicePluginSettings) {
  return {
    affinity: requiredNodeAffinity([
      { key: gpuManufacturerLabelKey, operator: "In", values: ["nvidia"] },
    ]),
    tolerations: agentTolerations([criticalAddonsToleration, gpuToleration], pools),
    // Either would bring Node Feature Discovery.
    gfd: { enabled: false },
    nfd: { enabled: false },
    ...(timeSlicing ? { config: timeSlicingValues() } : {}),
  };
}

export interface DcgmExporterSettings extends Pick<DevicePluginSettings, "pools"> {
  /**
   * Labels on the exporter's monitor, for a Prometheus that selects by label.
   * @default none, and no monitor: the chart renders one whether the cluster knows the kind or not
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>>;
}

/**
 * Values of the `dcgm-exporter` chart.
 *
 * @see https://github.com/NVIDIA/dcgm-exporter/blob/4.5.3-4.8.2/deployment/values.yaml
 */
export function dcgmExporterValues({ pools, serviceMonitorLabels }: DcgmExporterSettings) {
  return {
    nodeSelector: { [gpuManufacturerLabelKey]: "nvidia" },
    tolerations: agentTolerations([controlPlaneToleration, gpuToleration], pools),
    serviceMonitor: {
      enabled: serviceMonitorLabels !== undefined,
      additionalLabels: { ...serviceMonitorLabels },
    },
  };
}

/**
 * A node without the label `nvidia.com/device-plugin.config` falls back to the empty configuration, and so to whole GPUs. The
 * chart's own fallbacks would share the GPUs of every node where there is one configuration.
 */
function timeSlicingValues() {
  return { map: timeSlicingConfigs(), fallbackStrategies: ["empty"] };
}

/** The charts' own entries. A list replaces the chart's, so they are said again. */
const criticalAddonsToleration: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };

const controlPlaneToleration: Toleration = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Exists",
  effect: "NoSchedule",
};

/** The device plugin's own entry; the exporter's chart has none for GPU nodes. */
const gpuToleration: Toleration = {
  key: "nvidia.com/gpu",
  operator: "Exists",
  effect: "NoSchedule",
};
