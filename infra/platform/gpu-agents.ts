import type * as pulumi from "@pulumi/pulumi";

import { GpuDevicePlugin } from "../../components/gpu-device-plugin/gpu-device-plugin";
import { GpuOperator } from "../../components/gpu-operator/gpu-operator";
import type { ControllerPlacement } from "../../components/shared/controller-placement";
import { gpuAgentSettings } from "../resolved/gpu-agent-settings";
import type { PlatformSpec } from "../resolved/platform-spec";

/** The software for GPU pods that `gpu.stack` chooses: the GPU Operator, or the device plugin and the DCGM exporter. */
export function createGpuAgents(
  spec: PlatformSpec,
  placement: ControllerPlacement | undefined,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  const { versions } = spec.config;
  const agents = gpuAgentSettings(spec);
  if (agents.kind === "device-plugin") {
    const charts = {
      devicePlugin: versions.nvidiaDevicePlugin,
      dcgmExporter: versions.dcgmExporter,
    };
    return new GpuDevicePlugin("gpu-device-plugin", { versions: charts, ...agents.settings }, opts);
  }
  return new GpuOperator(
    "gpu-operator",
    { version: versions.gpuOperator, placement, ...agents.settings },
    opts,
  );
}
