import type { NodeAmi } from "../../components/node-pools/node-ami.builder";
import type { Tier } from "../../components/node-pools/tier";
import { gpuNodeOs } from "../../components/shared/gpu-stack";
import { partitionOf } from "../../components/shared/partition";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { PlatformConfig } from "../config/schema";

/**
 * The AMI of a node class. `gpu.stack` decides for classes with GPUs; every other class has AL2023.
 *
 * @param override the alias of this class in the stack file
 * @param tiers the tiers that use the class
 */
export function nodeAmi(
  override: string | undefined,
  tiers: readonly Tier[],
  config: PlatformConfig,
): NodeAmi {
  const hasGpus = tiers.some(({ profile }) => profile.accelerator === nvidiaGpuResource);
  const { gpu, region, versions } = config;
  if (!hasGpus) return { os: "al2023", alias: override ?? versions.amiAlias };
  const os = gpuNodeOs(gpu.stack);
  if (os === "ubuntu") {
    return { os, name: gpu.ubuntuAmi ?? "", owner: canonicalAccounts[partitionOf(region)] };
  }
  const alias = override ?? gpu.amiAlias ?? versions.amiAlias;
  return os === "al2023" ? { os, alias } : { os, alias, ...timeSlicing(tiers) };
}

/** https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/ */
const canonicalAccounts: Readonly<Record<ReturnType<typeof partitionOf>, string>> = {
  aws: "099720109477",
  "aws-us-gov": "513442679011",
  "aws-cn": "837727238323",
};

/** All tiers of the class share alike; bottlerocketClassesShareAlike checks it. */
function timeSlicing(tiers: readonly Tier[]): { readonly timeSlicingReplicas?: number } {
  const sharing = tiers.find(({ gpuSharing }) => gpuSharing !== undefined)?.gpuSharing;
  return sharing?.kind === "time-slicing" ? { timeSlicingReplicas: sharing.replicas } : {};
}
