import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import { sharedResource } from "../../components/shared/gpu-sharing";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { migInstancesPerGpu, migProfilesOf } from "../../scheduling/catalogue/mig-profiles";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { instanceFamilyLabelKey } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { gpuSharingOf } from "../resolved/gpu-sharing";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/** Only NVIDIA GPUs can be shared. Training tiers may not use time-slicing, because jobs that share a GPU slow each other down. */
export const sharingFitsTheTier = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return configuredTiers(tiers, gpu).flatMap((tier): readonly ConfigFault[] => {
    const { pool, profile, overrides } = tier;
    if (overrides.gpuSharing === undefined) return [];
    if (profile.accelerator !== nvidiaGpuResource) {
      return [
        {
          path: ["tiers", pool, "gpuSharing"],
          problem: "a tier without NVIDIA GPUs",
          got: rendered(overrides.gpuSharing),
          expected: "nothing",
          fix: "remove it",
        },
      ];
    }
    if (overrides.gpuSharing.timeSlicing === undefined || profile.workloadClass !== "training") {
      return migFitsTheTypes(tier);
    }
    return [
      {
        path: ["tiers", pool, "gpuSharing", "timeSlicing"],
        problem: "a training tier",
        got: rendered(overrides.gpuSharing.timeSlicing),
        expected: "whole GPUs, or mig",
        fix: "remove it, or share the GPUs of an inference tier",
      },
    ];
  });
});

/**
 * A node whose GPUs do not have the profile is not divided. With two numbers of instances for each GPU, the tier has no single
 * limit.
 */
function migFitsTheTypes(tier: ConfiguredTier): readonly ConfigFault[] {
  const name = tier.overrides.gpuSharing?.mig?.profile;
  if (name === undefined) return [];
  const profile = name.replace(/^all-/, "");
  const types = launchableByTier(tier);
  const unable = types.filter((type) => migInstancesPerGpu(type, profile) === undefined);
  const able = types.filter((type) => !unable.includes(type));
  const counts = new Set(able.map((type) => migInstancesPerGpu(type, profile)));
  if (unable.length === 0 && counts.size <= 1) return [];
  const path = ["tiers", tier.pool, "gpuSharing", "mig", "profile"];
  if (able.length === 0) return [unknownToAll(path, name, types)];
  return [
    {
      path,
      problem:
        unable.length > 0
          ? `not a profile of the tier's families ${familiesOf(unable)}`
          : `${[...counts].sort().join(" or ")} instances for each GPU, in the families ${familiesOf(able)}`,
      got: rendered(name),
      expected: "a profile with the same number of instances on all GPUs of the tier",
      fix: `set the tier's families to one of ${familiesOf(able)}, or to families with the same number`,
    },
  ];
}

function unknownToAll(
  path: ConfigFault["path"],
  profile: string,
  types: readonly InstanceType[],
): ConfigFault {
  const profiles = [...new Set(types.flatMap(migProfilesOf))].map((one) => `all-${one}`).sort();
  return {
    path,
    problem: `not a profile of the tier's families ${familiesOf(types)}`,
    got: rendered(profile),
    expected:
      profiles.length === 0 ? "no mig: none of its GPUs can be divided" : profiles.join(", "),
    fix: "choose another profile, or a tier with A100, H100, H200, B200 or B300",
  };
}

/** The MIG manager is part of the GPU Operator, and the operator does not divide GPUs under Bottlerocket. */
export const sharingFitsTheStack = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  if (gpu.stack === "al2023-operator" || gpu.stack === "ubuntu-operator") return [];
  return configuredTiers(tiers)
    .filter(({ overrides }) => overrides.gpuSharing?.mig !== undefined)
    .map(({ pool, overrides }) => ({
      path: ["tiers", pool, "gpuSharing", "mig"],
      problem: `gpu.stack ${gpu.stack} has no MIG manager`,
      got: rendered(overrides.gpuSharing?.mig),
      expected: "mig only with al2023-operator or ubuntu-operator",
      fix: "remove it, or choose one of the two",
    }));
});

/** The GPU Operator has one MIG strategy for the whole cluster. */
export const oneMigStrategy = defineCheck(["tiers"], ({ tiers }) => {
  const cut = configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    overrides.gpuSharing?.mig === undefined ? [] : [{ pool, ...overrides.gpuSharing.mig }],
  );
  const [first] = cut;
  return cut
    .filter(({ strategy }) => strategy !== first?.strategy)
    .map(({ pool, strategy }) => ({
      path: ["tiers", pool, "gpuSharing", "mig", "strategy"],
      problem: `not the strategy of ${first?.pool ?? ""}`,
      got: rendered(strategy),
      expected: first?.strategy ?? "",
      fix: "choose one strategy for all tiers",
    }));
});

/** Bottlerocket sets time-slicing in the node's settings, so all tiers of a node class share alike. */
export const bottlerocketClassesShareAlike = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  if (gpu.stack !== "bottlerocket-operator") return [];
  const first = new Map<string, ConfiguredTier>();
  return configuredTiers(tiers)
    .filter(({ profile }) => profile.accelerator === nvidiaGpuResource)
    .flatMap((tier) => {
      const nodeClass = nodeClassOf(tier);
      const other = first.get(nodeClass) ?? tier;
      first.set(nodeClass, other);
      if (replicasOf(tier) === replicasOf(other)) return [];
      return [
        {
          path: ["tiers", tier.pool, "gpuSharing"],
          problem: `shares its GPUs differently from ${other.pool}, a tier of the same class ${nodeClass}`,
          got: rendered(tier.overrides.gpuSharing),
          expected: rendered(other.overrides.gpuSharing),
          fix: `give one of the two another nodeClass, such as ${nodeClass.replace(/(-b)?$/, "-b")}`,
        },
      ];
    });
});

function replicasOf({ overrides }: ConfiguredTier): number | undefined {
  return overrides.gpuSharing?.timeSlicing?.replicas;
}

/**
 * A pod requests one resource, so it cannot fall back to a tier that offers another resource. The first slots of a chain's
 * tiers and their second slots are checked apart, because a change of the resource is made in the other slots.
 */
export const chainsShareAlike = defineCheck(["tiers"], ({ tiers }) => {
  const first = new Map<string, ConfiguredTier>();
  return configuredTiers(tiers).flatMap((tier) => {
    if (tier.profile.labels[chainLabelKey] === undefined) return [];
    const slot = tier.pool === tier.tier ? "first" : "second";
    const chain = `${tier.profile.labels[chainLabelKey]} ${slot}`;
    const other = first.get(chain) ?? tier;
    first.set(chain, other);
    if (resourceOf(tier) === resourceOf(other)) return [];
    return [
      {
        path: ["tiers", tier.pool, "gpuSharing"],
        problem: `offers ${resourceOf(tier)}, and ${other.pool} of the same chain ${resourceOf(other)}`,
        got: rendered(tier.overrides.gpuSharing),
        expected: "one resource in all tiers of a chain",
        fix: "share the GPUs of all its tiers in the same way, or of none",
      },
    ];
  });
});

function resourceOf({ overrides }: ConfiguredTier): string {
  const sharing = gpuSharingOf(overrides.gpuSharing);
  return sharing === undefined ? nvidiaGpuResource : sharedResource(sharing);
}

function familiesOf(types: readonly InstanceType[]): string {
  const families = types.map(({ labels }) => labels[instanceFamilyLabelKey] ?? "");
  return [...new Set(families)].sort().join(", ");
}
