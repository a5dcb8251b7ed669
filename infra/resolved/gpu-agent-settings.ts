import type {
  DcgmExporterSettings,
  DevicePluginSettings,
} from "../../components/gpu-device-plugin/helm-values.builder";
import type { GpuOperatorSettings } from "../../components/gpu-operator/helm-values.builder";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { defaultDriverVersion } from "../config/sections/gpu-section";
import type { PlatformSpec } from "./platform-spec";
import { poolsWith } from "./accelerator-pools";

/** Which chart runs the agents on GPU nodes, and its settings, without the placement of controllers. */
export type GpuAgentSettings =
  | {
      readonly kind: "device-plugin";
      readonly settings: DevicePluginSettings & DcgmExporterSettings;
    }
  | { readonly kind: "operator"; readonly settings: GpuOperatorSettings };

/** The settings of a stack's GPU agents. Their pools are all tiers with a profile and the pools of the stack. */
export function gpuAgentSettings({ config, tiers }: PlatformSpec): GpuAgentSettings {
  const { gpu } = config;
  const { serviceMonitorLabels } = config.monitoring;
  const pools = poolsWith(nvidiaGpuResource, tiers);
  const sharings = tiers.flatMap(({ gpuSharing }) => gpuSharing ?? []);
  const timeSlicing = sharings.some(({ kind }) => kind === "time-slicing");
  if (gpu.stack === "al2023-device-plugin") {
    return { kind: "device-plugin", settings: { pools, timeSlicing, serviceMonitorLabels } };
  }
  // The operator has one strategy. A check of the configuration makes sure that all tiers have the same.
  const mig = sharings.find((sharing) => sharing.kind === "mig");
  return {
    kind: "operator",
    settings: {
      pools,
      stack: gpu.stack,
      driverVersion: gpu.driverVersion ?? defaultDriverVersion,
      timeSlicing,
      serviceMonitorLabels,
      ...(mig === undefined ? {} : { migStrategy: mig.strategy }),
    },
  };
}
