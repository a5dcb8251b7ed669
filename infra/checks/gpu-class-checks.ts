import { gpuClassOfFamily } from "../../scheduling/catalogue/gpu-classes";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { defineCheck } from "./define-check";

/** Only a tier with NVIDIA GPUs has classes of GPU. A tier that is named after a family has the class of that family. */
export const gpuClassesFitTheTier = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides: { gpus = [] } }) => {
    const choices = profile.gpus?.choices ?? [];
    return gpus.flatMap((name, index) => {
      const repeated = gpus.indexOf(name) !== index;
      if (choices.includes(name) && !repeated) return [];
      return [
        {
          path: ["tiers", pool, "gpus", index],
          problem: repeated ? "named twice" : `not a class of GPU of ${pool}`,
          got: rendered(name),
          expected:
            choices.length === 0 ? "no gpus: the tier has no NVIDIA GPUs" : choices.join(", "),
          fix: repeated ? "remove it" : "remove it, or use a tier that allows it",
        },
      ];
    });
  });
});

/**
 * A family with other GPUs than the tier's classes launches nothing. Beside a family that does, no one would notice: a tier with
 * `families: [p4d, p5]` and H100 would never have a p4d.
 */
export const familiesHaveTheGpusOfTheTier = defineCheck(["gpu", "tiers"], ({ gpu, tiers }) => {
  return configuredTiers(tiers, gpu).flatMap((tier) => {
    const { pool, profile, overrides } = tier;
    const { families = [], gpus = profile.gpus?.byDefault } = overrides;
    // narrowedTiersLaunch reports a tier that launches nothing.
    if (gpus === undefined || launchableByTier(tier).length === 0) return [];
    return families.flatMap((family, index) => {
      const name = gpuClassOfFamily(family);
      if (name === undefined || gpus.includes(name)) return [];
      return [
        {
          path: ["tiers", pool, "families", index],
          problem: `has ${name}, which is no class of GPU of the tier`,
          got: rendered(family),
          expected: `families with ${gpus.join(" or ")}`,
          fix: `remove it, or set gpus: [${[...gpus, name].join(", ")}], and pods get whichever is cheapest`,
        },
      ];
    });
  });
});
