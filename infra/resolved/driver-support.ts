import {
  newestDriverFamilies,
  withoutNewestDriver,
  type TierProfile,
} from "../../components/node-pools/tier-profiles";
import { gpuNodeOs } from "../../components/shared/gpu-stack";
import type { PlatformConfig } from "../config/schema";
import { defaultDriverVersion } from "../config/sections/gpu-section";

/** The branch of NVIDIA's driver that g7 needs. https://github.com/awslabs/amazon-eks-ami/blob/main/doc/usage/g7-ami.md */
export const newestDriverBranch = 595;

/**
 * Families that the driver of the stack's GPU nodes does not support. On Ubuntu the operator installs the driver, so its
 * version decides. The AMIs of AL2023 and Bottlerocket have branch 580.
 */
export function familiesWithoutDriver(gpu: PlatformConfig["gpu"]): readonly string[] {
  return hasNewestDriver(gpu) ? [] : newestDriverFamilies;
}

/** The branch of a driver: 595 of `595.91.07`, which is no semantic version because of its zero. */
export function driverBranch(version: string): number {
  return Number.parseInt(version, 10);
}

function hasNewestDriver({ stack, driverVersion = defaultDriverVersion }: PlatformConfig["gpu"]) {
  return gpuNodeOs(stack) === "ubuntu" && driverBranch(driverVersion) >= newestDriverBranch;
}

/** A profile with the types that the driver of the stack supports. The same arguments give the same object. */
export function profileForDriver(profile: TierProfile, gpu: PlatformConfig["gpu"]): TierProfile {
  if (!hasNewestDriver(gpu)) return profile;
  const known = withEveryDriver.get(profile);
  if (known !== undefined) return known;
  const requirements = profile.requirements.filter((one) => one !== withoutNewestDriver);
  const made = { ...profile, requirements };
  withEveryDriver.set(profile, made);
  return made;
}

const withEveryDriver = new WeakMap<TierProfile, TierProfile>();
