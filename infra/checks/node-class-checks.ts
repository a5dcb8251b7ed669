import { gpuNodeOs } from "../../components/shared/gpu-stack";
import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import { archLabelKey } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig, Sections } from "../config/schema";
import type { NodeClassOverrides } from "../config/sections/node-classes-section";
import { classProfile } from "../resolved/class-profile";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/** A node class of the stack file, with the tiers that use it. */
interface ConfiguredClass {
  readonly name: string;
  readonly overrides: NodeClassOverrides;
  readonly users: readonly ConfiguredTier[];
}

function configuredClasses({
  gpu,
  tiers,
  nodeClasses,
}: Sections<"gpu" | "tiers" | "nodeClasses">): readonly ConfiguredClass[] {
  const all = configuredTiers(tiers, gpu);
  return Object.entries(nodeClasses).flatMap(([name, overrides]) => {
    if (overrides === undefined) return [];
    return [{ name, overrides, users: all.filter((tier) => nodeClassOf(tier) === name) }];
  });
}

const imageKeys = ["amiAlias", "amiId", "amiSelector"] as const;

/** A node starts from one image. Karpenter would take the newest of several. */
export const classesHaveOneImage = defineCheck(["nodeClasses"], ({ nodeClasses }) =>
  Object.entries(nodeClasses).flatMap(([name, overrides]) => {
    const named = imageKeys.filter((key) => overrides?.[key] !== undefined);
    return named.slice(1).map((key) => ({
      path: ["nodeClasses", name, key],
      problem: `a second image beside ${named[0] ?? ""}`,
      got: rendered(overrides?.[key]),
      expected: `one of ${imageKeys.join(", ")}`,
      fix: "keep the one that was tested",
    }));
  }),
);

/**
 * With an alias Karpenter finds the variant for each type. One image has one architecture, and drivers for one kind of accelerator:
 * a node of another type would never be ready, and would be billed.
 */
export const ownImagesFitEveryType = defineCheck(["gpu", "tiers", "nodeClasses"], (config) =>
  configuredClasses(config).flatMap(({ name, overrides, users }) => {
    const key = imageKeys.slice(1).find((one) => overrides[one] !== undefined);
    if (key === undefined) return [];
    const architectures = new Set(
      users.flatMap(launchableByTier).map(({ labels }) => labels[archLabelKey] ?? ""),
    );
    const accelerators = new Set(users.map(({ profile }) => profile.accelerator ?? "none"));
    return [
      { what: "architectures", found: architectures },
      { what: "accelerators", found: accelerators },
    ].flatMap(({ what, found }) =>
      found.size <= 1
        ? []
        : [
            {
              path: ["nodeClasses", name, key],
              problem: `its tiers launch types with several ${what}: ${[...found].sort().join(", ")}`,
              got: rendered(overrides[key]),
              expected: "one image for one architecture and one kind of accelerator",
              fix: "give each of its tiers a class of its own, narrow their families, or use amiAlias",
            },
          ],
    );
  }),
);

/** https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type */
const iopsPerMiBps = 4;

/** EC2 refuses such a volume when it launches a node, long after the deployment. */
export const volumesHaveIopsForTheirThroughput = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  (config) =>
    configuredClasses(config).flatMap(({ name, overrides, users }): readonly ConfigFault[] => {
      if (overrides.volume === undefined) return [];
      const { rootVolume } = classProfile(name, overrides, {
        os: osOf(users, config.gpu),
        types: users.flatMap(launchableByTier),
      });
      if (rootVolume.throughputMiBps * iopsPerMiBps <= rootVolume.iops) return [];
      return [
        {
          path: ["nodeClasses", name, "volume"],
          problem: "more throughput than its IOPS carry",
          got: rendered(rootVolume),
          expected: `at least ${rootVolume.throughputMiBps * iopsPerMiBps} IOPS for ${rootVolume.throughputMiBps} MiB/s`,
          fix: `raise iops, or lower throughputMiBps to ${Math.floor(rootVolume.iops / iopsPerMiBps)}`,
        },
      ];
    }),
);

/** Each operating system reads user data of its own kind. With another kind a node never joins, and is billed until Karpenter gives up. */
export const userDataFitsTheSystem = defineCheck(["gpu", "tiers", "nodeClasses"], (config) =>
  configuredClasses(config).flatMap(({ name, overrides, users }) => {
    const { userData } = overrides;
    if (userData === undefined || users.length === 0) return [];
    const os = osOf(users, config.gpu);
    const path = ["nodeClasses", name, "userData"];
    if (os !== "bottlerocket") {
      if (userData.startsWith("#!")) return [];
      return [
        {
          path,
          problem: `not a script, which is all that nodes with ${os} take here`,
          got: rendered(firstLine(userData)),
          expected: "a first line such as #!/bin/bash",
          fix: "write a script; a NodeConfig would replace the taints and the kubelet's settings that Karpenter writes, so use the key kubelet",
        },
      ];
    }
    return [
      ...(/^\s*(#.*\n\s*)*\[settings\b/.test(userData)
        ? []
        : [
            {
              path,
              problem: "not TOML of settings, which is what Bottlerocket reads",
              got: rendered(firstLine(userData)),
              expected: "a first table such as [settings.ntp]",
              fix: "write Bottlerocket's settings, or choose another gpu.stack",
            },
          ]),
      ...writtenTables(users)
        .filter((table) => userData.includes(`[${table}]`))
        .map((table) => ({
          path,
          problem: `repeats a table that the class writes for its tiers, and TOML allows a table once`,
          got: `[${table}]`,
          expected: "tables that the class does not write",
          fix: "remove the table, or give the tiers that need it a class of their own",
        })),
    ];
  }),
);

/** The tables of Bottlerocket's settings that user-data.builder.ts writes. */
function writtenTables(users: readonly ConfiguredTier[]): readonly string[] {
  const sharing = users.some(({ overrides }) => overrides.gpuSharing?.timeSlicing !== undefined);
  const hugePages = users.some(({ overrides }) => overrides.efa === true);
  return [
    ...(sharing
      ? [
          "settings.kubelet-device-plugins.nvidia",
          "settings.kubelet-device-plugins.nvidia.time-slicing",
        ]
      : []),
    ...(hugePages ? ["settings.kernel.sysctl"] : []),
  ];
}

/** Karpenter sets up instance store for AL2023 and Bottlerocket only. */
export const instanceStoreFitsTheSystem = defineCheck(["gpu", "tiers", "nodeClasses"], (config) =>
  configuredClasses(config)
    .filter(
      ({ overrides, users }) =>
        overrides.instanceStore === "raid0" && osOf(users, config.gpu) === "ubuntu",
    )
    .map(({ name }) => ({
      path: ["nodeClasses", name, "instanceStore"],
      problem: "has no effect on Ubuntu, where local disks are not joined",
      got: rendered("raid0"),
      expected: "unused, or no key",
      fix: "remove it, or choose another gpu.stack",
    })),
);

function osOf(users: readonly ConfiguredTier[], gpu: PlatformConfig["gpu"]) {
  const hasGpus = users.some(({ profile }) => profile.accelerator === nvidiaGpuResource);
  return hasGpus ? gpuNodeOs(gpu.stack) : "al2023";
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
