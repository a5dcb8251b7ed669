import { gpuClassOfFamily } from "../../scheduling/catalogue/gpu-classes";
import { instanceTypes } from "../../scheduling/catalogue/instance-catalogue";
import { excludersOf } from "../../scheduling/launchable/exclusions";
import { instanceFamilyLabelKey } from "../../scheduling/requirements/labels";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { narrowedRequirements } from "../resolved/narrowed-requirements";
import { defineCheck } from "./define-check";

/**
 * An own tier names its families in place of its profile's, but the accelerator of the profile stays. A family without it launches
 * nothing, and beside one that does no one would notice. Families of GPUs have a check of their own.
 */
export const ownFamiliesHaveTheAccelerator = defineCheck(["tiers", "gpu"], ({ tiers, gpu }) =>
  configuredTiers(tiers, gpu).flatMap((tier) => {
    const { pool, isOwn, profile, overrides } = tier;
    // narrowedTiersLaunch reports a tier that launches nothing.
    if (!isOwn || launchableByTier(tier).length === 0) return [];
    // Without the families of the tier, so that the message names what excludes one of them.
    const requirements = requirementsOf(narrowedRequirements(profile, { gpus: overrides.gpus }));
    return (overrides.families ?? []).flatMap((family, index) => {
      if (profile.gpus !== undefined && gpuClassOfFamily(family) !== undefined) return [];
      const types = instanceTypes().filter(
        ({ labels }) => labels[instanceFamilyLabelKey] === family,
      );
      const excluders = types.map((type) => excludersOf(type, requirements));
      if (excluders.some((list) => list.length === 0)) return [];
      return [
        {
          path: ["tiers", pool, "families", index],
          problem: `launches nothing in a tier from ${overrides.from ?? ""}: excluded by ${excluders[0]?.join("; ") ?? ""}`,
          got: rendered(family),
          expected: `families with ${profile.accelerator ?? "no accelerator"} that the profile admits`,
          fix: "remove it, or begin with the profile of another tier",
        },
      ];
    });
  }),
);
