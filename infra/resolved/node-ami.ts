import type { AmiTerm, NodeAmi } from "../../components/node-pools/node-ami.builder";
import type { Tier } from "../../components/node-pools/tier";
import { gpuNodeOs } from "../../components/shared/gpu-stack";
import { partitionOf } from "../../components/shared/partition";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { PlatformConfig } from "../config/schema";
import type { NodeClassOverrides } from "../config/sections/node-classes-section";

/**
 * The AMI of a node class. `gpu.stack` decides for classes with GPUs; every other class has AL2023.
 *
 * @param overrides what the stack file says of this class
 * @param tiers the tiers that use the class
 */
export function nodeAmi(
  overrides: Pick<NodeClassOverrides, "amiAlias" | "amiId" | "amiSelector">,
  tiers: readonly Tier[],
  config: PlatformConfig,
): NodeAmi {
  const hasGpus = tiers.some(({ profile }) => profile.accelerator === nvidiaGpuResource);
  const { gpu, region, versions } = config;
  const os = hasGpus ? gpuNodeOs(gpu.stack) : "al2023";
  const image = imageOf(overrides);
  if (image !== undefined) {
    return { os, image, ...(os === "bottlerocket" ? timeSlicing(tiers) : {}) };
  }
  const override = overrides.amiAlias;
  if (!hasGpus) return { os: "al2023", alias: override ?? versions.amiAlias };
  if (os === "ubuntu") {
    return { os, name: gpu.ubuntuAmi ?? "", owner: canonicalAccounts[partitionOf(region)] };
  }
  const alias = override ?? gpu.amiAlias ?? versions.amiAlias;
  return os === "al2023" ? { os, alias } : { os, alias, ...timeSlicing(tiers) };
}

function imageOf({
  amiId,
  amiSelector,
}: Pick<NodeClassOverrides, "amiId" | "amiSelector">): AmiTerm | undefined {
  return amiId === undefined ? amiSelector : { id: amiId };
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
