import type * as pulumi from "@pulumi/pulumi";

import { GpuDevicePlugin } from "../../components/gpu-device-plugin/gpu-device-plugin";
import { GpuOperator } from "../../components/gpu-operator/gpu-operator";
import type { ControllerPlacement } from "../../components/shared/controller-placement";
import { nvidiaGpuResource } from "../../scheduling/resource-names";
import { poolsWith } from "../spec/accelerator-pools";
import { defaultDriverVersion } from "../config/sections/gpu-section";
import type { PlatformSpec } from "../spec";

/** What runs on GPU nodes for their pods, as the stack's choice has it. */
export function createGpuAgents(
  { config, tiers }: PlatformSpec,
  placement: ControllerPlacement | undefined,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  const { gpu, versions } = config;
  const pools = poolsWith(nvidiaGpuResource);
  const sharings = tiers.flatMap(({ gpuSharing }) => gpuSharing ?? []);
  const timeSlicing = sharings.some(({ kind }) => kind === "time-slicing");
  if (gpu.stack === "al2023-device-plugin") {
    const charts = {
      devicePlugin: versions.nvidiaDevicePlugin,
      dcgmExporter: versions.dcgmExporter,
    };
    return new GpuDevicePlugin("gpu-device-plugin", { versions: charts, pools, timeSlicing }, opts);
  }
  // One way for the whole operator, which the checks of the configuration see to.
  const mig = sharings.find((sharing) => sharing.kind === "mig");
  return new GpuOperator(
    "gpu-operator",
    {
      version: versions.gpuOperator,
      pools,
      placement,
      stack: gpu.stack,
      driverVersion: gpu.driverVersion ?? defaultDriverVersion,
      timeSlicing,
      ...(mig === undefined ? {} : { migStrategy: mig.strategy }),
    },
    opts,
  );
}
