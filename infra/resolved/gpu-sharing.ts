import type { GpuSharing } from "../../components/shared/gpu-sharing";
import type { ConfiguredGpuSharing } from "../config/sections/gpu-section";

/** How a tier's GPUs are shared, in the type of the components; undefined for whole GPUs. */
export function gpuSharingOf(configured: ConfiguredGpuSharing | undefined): GpuSharing | undefined {
  if (configured?.timeSlicing !== undefined) {
    return { kind: "time-slicing", replicas: configured.timeSlicing.replicas };
  }
  if (configured?.mig === undefined) return undefined;
  const { profile, strategy } = configured.mig;
  return { kind: "mig", profile: profile.replace(/^all-/, ""), strategy };
}
