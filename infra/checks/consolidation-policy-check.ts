import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/** A training tier gives up empty nodes only. Another policy would move jobs that run. */
export const consolidationPolicyIsNotForTraining = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, profile, overrides: { consolidationPolicy } }) => {
    if (consolidationPolicy === undefined || profile.disruption.kind === "follows-load") return [];
    return [
      {
        path: ["tiers", pool, "consolidationPolicy"],
        problem: "not for a training tier, which gives up empty nodes only",
        got: rendered(consolidationPolicy),
        expected: "no policy",
        fix: "remove it",
      },
    ];
  }),
);
