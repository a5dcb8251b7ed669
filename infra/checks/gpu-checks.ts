import { gpuNodeOs } from "../../components/shared/gpu-stack";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { gpuNameLabelKey } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { familyOf, kubernetesMinorOf } from "../config/sections/ami-fields";
import { defaultDriverVersion } from "../config/sections/gpu-section";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { driverBranch } from "../resolved/driver-support";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

type Gpu = PlatformConfig["gpu"];

/** Each `gpu.stack` takes its AMI from one key, and the AMI must have the operating system of the stack. */
export const gpuAmiFitsTheStack = defineCheck(["gpu", "versions"], ({ gpu, versions }) => {
  const os = gpuNodeOs(gpu.stack);
  if (os !== "ubuntu") return [...onlyForUbuntu(gpu), ...aliasFits(gpu)];
  return [
    ...(gpu.amiAlias === undefined
      ? []
      : [notForStack("amiAlias", gpu, "remove it; set ubuntuAmi")]),
    ...ubuntuFits(gpu.ubuntuAmi, versions.kubernetes),
  ];
});

function aliasFits(gpu: Gpu): readonly ConfigFault[] {
  const family = gpuNodeOs(gpu.stack);
  const alias = gpu.amiAlias;
  // The alias for AL2023 is versions.amiAlias, which is always set.
  if (alias === undefined ? family === "al2023" : familyOf(alias) === family) return [];
  return [
    {
      path: ["gpu", "amiAlias"],
      problem: alias === undefined ? `missing, but gpu.stack is ${gpu.stack}` : aliasMisfit(gpu),
      got: rendered(alias),
      expected: `an alias of the family ${family}`,
      fix: `set an alias such as ${examples[family]}, or choose another gpu.stack`,
    },
  ];
}

function aliasMisfit({ stack }: Gpu): string {
  return `not an AMI of the stack ${stack}`;
}

const examples: Readonly<Record<string, string>> = {
  al2023: "al2023@v20260903",
  bottlerocket: "bottlerocket@v1.53.0",
};

function ubuntuFits(name: string | undefined, kubernetes: string): readonly ConfigFault[] {
  const path = ["gpu", "ubuntuAmi"];
  if (name === undefined) {
    return [
      {
        path,
        problem: "missing, but gpu.stack is ubuntu-operator",
        got: "nothing",
        expected: `the name of an image for Kubernetes ${kubernetes}`,
        fix: `find the newest: aws ec2 describe-images --owners 099720109477 --filters "Name=name,Values=ubuntu-eks/k8s_${kubernetes}/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"`,
      },
    ];
  }
  const minor = kubernetesMinorOf(name);
  if (minor === kubernetes) return [];
  return [
    {
      path,
      problem: `an image for Kubernetes ${minor}`,
      got: rendered(name),
      expected: `one for Kubernetes ${kubernetes}`,
      fix: "change the image together with versions.kubernetes",
    },
  ];
}

function onlyForUbuntu(gpu: Gpu): readonly ConfigFault[] {
  return (["ubuntuAmi", "driverVersion"] as const)
    .filter((key) => gpu[key] !== undefined)
    .map((key) => notForStack(key, gpu, "remove it, or choose ubuntu-operator"));
}

function notForStack(key: keyof Gpu, gpu: Gpu, fix: string): ConfigFault {
  return {
    path: ["gpu", key],
    problem: `has no effect with gpu.stack ${gpu.stack}`,
    got: rendered(gpu[key]),
    expected: "nothing",
    fix,
  };
}

/** The alias of a node class must have the operating system of the nodes that use the class. */
export const classAliasesFitTheStack = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  ({ gpu, tiers, nodeClasses }) => {
    const gpuOs = gpuNodeOs(gpu.stack);
    const all = configuredTiers(tiers);
    return Object.entries(nodeClasses).flatMap(([name, overrides]) => {
      const alias = overrides?.amiAlias;
      const users = all.filter((tier) => nodeClassOf(tier) === name);
      if (alias === undefined || users.length === 0) return [];
      const os = users.some(hasGpus) ? gpuOs : "al2023";
      if (familyOf(alias) === os) return [];
      return [
        {
          path: ["nodeClasses", name, "amiAlias"],
          problem: users.some(hasGpus) ? aliasMisfit(gpu) : "not an AMI of nodes without GPUs",
          got: rendered(alias),
          expected:
            os === "ubuntu" ? "nothing: Ubuntu has no alias" : `an alias of the family ${os}`,
          fix:
            os === "ubuntu" ? "remove it; gpu.ubuntuAmi is for every class" : "correct the alias",
        },
      ];
    });
  },
);

/** CPU and Neuron nodes run AL2023, so they cannot share a node class with GPU nodes that run another system. */
export const gpuClassesAreTheirOwn = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  if (gpuNodeOs(gpu.stack) === "al2023") return [];
  const all = configuredTiers(tiers);
  const gpuClasses = new Set(all.filter(hasGpus).map(nodeClassOf));
  return all
    .filter((tier) => !hasGpus(tier) && gpuClasses.has(nodeClassOf(tier)))
    .map((tier) => ({
      path: ["tiers", tier.pool, "nodeClass"],
      problem: `a class of GPU nodes, which are not AL2023 with gpu.stack ${gpu.stack}`,
      got: rendered(nodeClassOf(tier)),
      expected: "a class that no GPU tier uses",
      fix: "choose another class, or leave the key out",
    }));
});

/**
 * R580 is the last driver branch for Volta. With a newer branch a node never advertises its GPUs. Karpenter never counts it as
 * initialised, so it never removes the node, and the node is billed.
 * https://docs.nvidia.com/datacenter/tesla/drivers/cuda-toolkit-driver-and-architecture-matrix.html
 */
export const driverKnowsTheGpus = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  if (gpuNodeOs(gpu.stack) !== "ubuntu") return [];
  const version = gpu.driverVersion ?? defaultDriverVersion;
  if (driverBranch(version) <= lastBranchWithVolta) return [];
  return configuredTiers(tiers, gpu)
    .filter((tier) => hasGpus(tier) && launches(tier, "v100"))
    .map(({ pool, overrides }) => ({
      path: ["tiers", pool, "gpus"],
      problem: `may launch V100 (p3dn), which driver ${version} does not support`,
      got: rendered(overrides.gpus),
      expected: "gpus without v100",
      fix: `name the tier's classes of GPU in gpus, or set gpu.driverVersion to one of branch ${lastBranchWithVolta}`,
    }));
});

const lastBranchWithVolta = 580;

function launches(tier: ConfiguredTier, gpuName: string): boolean {
  return launchableByTier(tier).some(({ labels }) => labels[gpuNameLabelKey] === gpuName);
}

function hasGpus({ profile }: ConfiguredTier): boolean {
  return profile.accelerator === nvidiaGpuResource;
}
