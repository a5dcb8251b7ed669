import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import { gpuCounts } from "../../scheduling/catalogue/gpu-classes";
import { acceleratorOf, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import { instanceSizeLabelKey } from "../../scheduling/requirements/labels";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { narrowedRequirements } from "../resolved/narrowed-requirements";
import { defineCheck } from "./define-check";

/** EC2 has no instance with four H100. A tier that admits one, four and eight H100 a node would never have four. */
export const gpuCountsExist = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { gpusPerNode = [] } = overrides;
    // narrowedTiersLaunch reports a tier with GPUs that launches nothing.
    if (profile.gpus !== undefined && launchableByTier(tier).length === 0) return [];
    const existing = profile.gpus === undefined ? [] : countsOf(typesWithAnyCount(tier));
    return gpusPerNode.flatMap((count, index) => {
      const repeated = gpusPerNode.indexOf(count) !== index;
      if (existing.includes(count) && !repeated) return [];
      return [
        {
          path: ["tiers", pool, "gpusPerNode", index],
          problem: repeated ? "named twice" : `no type of ${pool} has so many GPUs`,
          got: rendered(count),
          expected:
            profile.gpus === undefined
              ? "no gpusPerNode: the tier has no NVIDIA GPUs"
              : existing.join(", "),
          fix: repeated ? "remove it" : "remove it, or name other GPUs in gpus",
        },
      ];
    });
  });
});

/** A size with another number of GPUs than the tier admits is named for nothing. Beside a size that fits, no one would notice. */
export const sizesHaveTheGpusOfANode = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { sizes = [], gpusPerNode = profile.gpus?.perNode } = overrides;
    if (gpusPerNode === undefined || launchableByTier(tier).length === 0) return [];
    const types = typesWithAnyCount(tier);
    return sizes.flatMap((size, index) => {
      const counts = countsOf(types.filter(({ labels }) => labels[instanceSizeLabelKey] === size));
      if (counts.length === 0 || counts.some((count) => gpusPerNode.includes(count))) return [];
      return [
        {
          path: ["tiers", pool, "sizes", index],
          problem: `has ${counts.join(" or ")} GPUs, and a node of the tier has ${gpusPerNode.join(" or ")}`,
          got: rendered(size),
          expected: `sizes with ${gpusPerNode.join(" or ")} GPUs`,
          fix: `remove it, or set gpusPerNode: [${[...gpusPerNode, ...counts].join(", ")}], and pods of one GPU may share a node`,
        },
      ];
    });
  });
});

/**
 * A pod of four GPUs selects the chain, and not a tier of it. So a tier with smaller nodes would never take it over. The second
 * slots are a chain of their own, because a change begins there.
 */
export const chainsHaveOneGpuCount = defineCheck(["tiers"], ({ tiers }) => {
  const first = new Map<string, ConfiguredTier>();
  return configuredTiers(tiers).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const chain = profile.labels[chainLabelKey];
    if (chain === undefined || overrides.retired === true) return [];
    const slots = `${chain} ${pool === tier.tier ? "first" : "second"}`;
    const other = first.get(slots) ?? tier;
    first.set(slots, other);
    const expected = perNodeOf(other);
    if (rendered(perNodeOf(tier)) === rendered(expected)) return [];
    return [
      {
        path: ["tiers", pool, "gpusPerNode"],
        problem: `differs from that of ${other.pool}, a tier of the same chain`,
        got: rendered(perNodeOf(tier)),
        expected: rendered(expected),
        fix: "set the same gpusPerNode in every tier of the chain",
      },
    ];
  });
});

function perNodeOf({ profile, overrides }: ConfiguredTier): readonly number[] {
  return [...(overrides.gpusPerNode ?? profile.gpus?.perNode ?? [])].sort((a, b) => a - b);
}

/** The types of the tier's classes, families and sizes, with any number of GPUs. */
function typesWithAnyCount({ profile, overrides }: ConfiguredTier): readonly InstanceType[] {
  const narrowing = { ...overrides, gpusPerNode: gpuCounts };
  return launchableTypes(requirementsOf(narrowedRequirements(profile, narrowing)));
}

function countsOf(types: readonly InstanceType[]): readonly number[] {
  return [...new Set(types.map((type) => acceleratorOf(type)?.count ?? 0))].sort((a, b) => a - b);
}
