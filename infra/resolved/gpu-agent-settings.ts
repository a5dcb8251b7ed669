import type { DevicePluginSettings } from "../../components/gpu-device-plugin/helm-values.builder";
import type { GpuOperatorSettings } from "../../components/gpu-operator/helm-values.builder";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { defaultDriverVersion } from "../config/sections/gpu-section";
import type { PlatformSpec } from "./platform-spec";
import { poolsWith } from "./accelerator-pools";

/** Who runs on GPU nodes for their pods, and with which settings; placement of controllers aside. */
export type GpuAgentSettings =
  | { readonly kind: "device-plugin"; readonly settings: DevicePluginSettings }
  | { readonly kind: "operator"; readonly settings: GpuOperatorSettings };

/** The settings of a stack's GPU agents. Their pools are all tiers there are, not those of the stack. */
export function gpuAgentSettings({ config, tiers }: PlatformSpec): GpuAgentSettings {
  const { gpu } = config;
  const pools = poolsWith(nvidiaGpuResource);
  const sharings = tiers.flatMap(({ gpuSharing }) => gpuSharing ?? []);
  const timeSlicing = sharings.some(({ kind }) => kind === "time-slicing");
  if (gpu.stack === "al2023-device-plugin") {
    return { kind: "device-plugin", settings: { pools, timeSlicing } };
  }
  // One way for the whole operator, which the checks of the configuration see to.
  const mig = sharings.find((sharing) => sharing.kind === "mig");
  return {
    kind: "operator",
    settings: {
      pools,
      stack: gpu.stack,
      driverVersion: gpu.driverVersion ?? defaultDriverVersion,
      timeSlicing,
      ...(mig === undefined ? {} : { migStrategy: mig.strategy }),
    },
  };
}
