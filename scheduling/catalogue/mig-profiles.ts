/**
 * How many instances of a MIG profile one GPU is divided into.
 *
 * The numbers are those of the configurations `all-<profile>` of the MIG manager in the GPU Operator:
 * https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/assets/state-mig-manager/0400_configmap.yaml
 * RTX PRO 6000 (g7e) is left out, because its plain profiles have the same names as those of other GPUs.
 */

import type { InstanceType } from "./instance-catalogue";
import { gpuMemoryLabelKey, gpuNameLabelKey } from "../requirements/labels";

type InstancesByProfile = Readonly<Record<string, number>>;

const eightyGigabytes: InstancesByProfile = {
  "1g.10gb": 7,
  "1g.20gb": 4,
  "2g.20gb": 3,
  "3g.40gb": 2,
  "4g.40gb": 1,
  "7g.80gb": 1,
};

/** By GPU name and memory in MiB, as Karpenter labels the instance types. */
const profilesByGpu: Readonly<Record<string, InstancesByProfile>> = {
  "a100 40960": {
    "1g.5gb": 7,
    "1g.10gb": 4,
    "2g.10gb": 3,
    "3g.20gb": 2,
    "4g.20gb": 1,
    "7g.40gb": 1,
  },
  "a100 81920": eightyGigabytes,
  "h100 81920": eightyGigabytes,
  "h200 144384": {
    "1g.18gb": 7,
    "1g.35gb": 4,
    "2g.35gb": 3,
    "3g.71gb": 2,
    "4g.71gb": 1,
    "7g.141gb": 1,
  },
  "b200 183359": {
    "1g.23gb": 7,
    "1g.45gb": 4,
    "2g.45gb": 3,
    "3g.90gb": 2,
    "4g.90gb": 1,
    "7g.180gb": 1,
  },
  "b300 275040": {
    "1g.34gb": 7,
    "1g.67gb": 4,
    "2g.67gb": 3,
    "3g.135gb": 2,
    "4g.135gb": 1,
    "7g.269gb": 1,
  },
};

/** The profiles of all GPUs in alphabetical order, without the prefix `all-` of the MIG manager. */
export const migProfiles: readonly string[] = [
  ...new Set(Object.values(profilesByGpu).flatMap((profiles) => Object.keys(profiles))),
].sort();

/** The profiles of the GPUs of a type; none for GPUs that cannot be divided. */
export function migProfilesOf(type: InstanceType): readonly string[] {
  return Object.keys(profilesByGpu[gpuOf(type)] ?? {});
}

/** Instances of the profile on each GPU of the type. Undefined where its GPUs do not have the profile. */
export function migInstancesPerGpu(type: InstanceType, profile: string): number | undefined {
  return profilesByGpu[gpuOf(type)]?.[profile];
}

function gpuOf({ labels }: InstanceType): string {
  return `${labels[gpuNameLabelKey] ?? ""} ${labels[gpuMemoryLabelKey] ?? ""}`;
}
