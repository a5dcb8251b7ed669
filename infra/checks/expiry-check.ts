import { parseDuration } from "../../scheduling/values/duration";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { trains } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/** Below this a node is gone before it has paid for its start. */
const shortest = "1h";

/**
 * No budget, no window and no annotation holds expiry back, so it would end a training job. The policy `dis-expire-training` finds
 * the same in any NodePool.
 */
export const expiryFitsTheWork = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, profile, overrides: { expireAfter } }) => {
    if (expireAfter === undefined || expireAfter === "Never") return [];
    const path = ["tiers", pool, "expireAfter"];
    if (trains(profile)) {
      return [
        {
          path,
          problem: "ends training jobs: budgets and windows do not hold expiry back",
          got: rendered(expireAfter),
          expected: "Never",
          fix: "remove it; drift in the maintenance window replaces old nodes",
        },
      ];
    }
    if ((parseDuration(expireAfter) ?? 0) >= (parseDuration(shortest) ?? 0)) return [];
    return [
      {
        path,
        problem: "nodes would be replaced almost as fast as they start",
        got: rendered(expireAfter),
        expected: `Never, or ${shortest} or longer`,
        fix: "raise it, or remove it for the default of the profile",
      },
    ];
  }),
);
