import { gpuManufacturerLabelKey } from "../../scheduling/requirements/labels";
import type { Toleration } from "../../scheduling/taints/taints";
import { agentTolerations, type TaintedPool } from "../shared/agent-tolerations.builder";
import { timeSlicingConfigs } from "../shared/gpu-sharing";
import { requiredNodeAffinity } from "../shared/node-affinity.builder";

export interface DevicePluginSettings {
  /** Every pool that can launch NVIDIA nodes. */
  readonly pools: readonly TaintedPool[];
  /**
   * Whether any tier of the stack shares GPUs by time-slicing.
   * @default false
   */
  readonly timeSlicing?: boolean;
}

/**
 * Values of the `nvidia-device-plugin` chart, for the AL2023 NVIDIA AMI, which has driver and toolkit.
 *
 * By default the chart selects nodes by labels of Node Feature Discovery, which is not installed here. These values
 * select by Karpenter's label instead, so the plugin runs on every NVIDIA node that Karpenter launches. Helm merges
 * maps but replaces lists, so the list of terms inside the chart's affinity is replaced.
 *
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/deployments/helm/nvidia-device-plugin/values.yaml
 */
export function devicePluginValues({ pools, timeSlicing = false }: DevicePluginSettings) {
  return {
    affinity: requiredNodeAffinity([
      { key: gpuManufacturerLabelKey, operator: "In", values: ["nvidia"] },
    ]),
    tolerations: agentTolerations([criticalAddonsToleration, gpuToleration], pools),
    // GPU Feature Discovery (gfd) and this chart's own nfd would each install Node Feature Discovery.
    gfd: { enabled: false },
    nfd: { enabled: false },
    ...(timeSlicing ? { config: timeSlicingValues() } : {}),
  };
}

export interface DcgmExporterSettings extends Pick<DevicePluginSettings, "pools"> {
  /**
   * Labels of the exporter's ServiceMonitor, for a Prometheus that selects monitors by label.
   * @default no ServiceMonitor: the chart would render one even where the cluster lacks its CRD
   */
  readonly serviceMonitorLabels?: Readonly<Record<string, string>> | undefined;
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
 * A node without the label `nvidia.com/device-plugin.config` uses the empty configuration and so offers whole GPUs.
 * If there is only one configuration, the chart's default strategies would use it on every node and share all GPUs.
 */
function timeSlicingValues() {
  return { map: timeSlicingConfigs(), fallbackStrategies: ["empty"] };
}

/** Default entry of the device plugin's chart. A list in values replaces the chart's list, so it is repeated here. */
const criticalAddonsToleration: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };

/** Default entry of the exporter's chart. */
const controlPlaneToleration: Toleration = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Exists",
  effect: "NoSchedule",
};

/** Default entry of the device plugin's chart. The exporter's chart has no entry for GPU nodes. */
const gpuToleration: Toleration = {
  key: "nvidia.com/gpu",
  operator: "Exists",
  effect: "NoSchedule",
};
