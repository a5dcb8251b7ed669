import { parseDuration } from "../../scheduling/values/duration";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { capacityBlockGracePeriod, usesCapacityBlocks } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * EC2 takes the instances of a capacity block ten minutes after Karpenter began to drain them. A pod that is still there then
 * ends without SIGTERM, so a longer grace period promises what it cannot keep.
 * https://karpenter.sh/v1.15/tasks/odcrs/
 */
export const capacityBlocksEndInTime = defineCheck(
  ["tiers", "nodeClasses"],
  ({ tiers, nodeClasses }) => {
    const most = parseDuration(capacityBlockGracePeriod) ?? 0;
    return configuredTiers(tiers).flatMap((tier) => {
      const { terminationGracePeriod: grace } = tier.overrides;
      if (grace === undefined || (parseDuration(grace) ?? 0) <= most) return [];
      if (!usesCapacityBlocks(tier, nodeClasses)) return [];
      return [
        {
          path: ["tiers", tier.pool, "terminationGracePeriod"],
          problem: "longer than EC2 leaves the nodes of a capacity block",
          got: rendered(grace),
          expected: `at most ${capacityBlockGracePeriod}`,
          fix: "shorten it, or remove it for the default",
        },
      ];
    });
  },
);
