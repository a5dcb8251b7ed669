import { acceleratorOf } from "../../scheduling/catalogue/instance-catalogue";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { capacityTypesOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * Karpenter takes reserved capacity before any other, because it is paid already. So a pod with one GPU takes a reserved node with eight before it takes a
 * small node on demand, and the reservation is full when the job for it comes. In a tier whose types all have the same number
 * of devices there is no smaller node.
 *
 * https://karpenter.sh/v1.14/tasks/odcrs/
 */
export const reservedTiersHaveOneDeviceCount = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  ({ gpu, tiers, nodeClasses }) => {
    return configuredTiers(tiers, gpu).flatMap((tier) => {
      const { pool, profile } = tier;
      if (profile.accelerator === undefined) return [];
      if (!capacityTypesOf(tier, nodeClasses).includes("reserved")) return [];
      const examples = exampleOfEachCount(tier);
      if (examples.length < 2) return [];
      return [
        {
          path: ["tiers", pool, "sizes"],
          problem:
            "a pod with one device would take a reserved node with more, because Karpenter takes reserved capacity first",
          got: `types with different numbers of devices: ${examples.join(", ")}`,
          expected: "types with the same number of devices in a tier that uses reservations",
          fix: `name the sizes of the reservations in tiers.${pool}.sizes, or leave reserved out of tiers.${pool}.capacityTypes`,
        },
      ];
    });
  },
);

/** One type for each number of devices, fewest devices first: `p5.4xlarge (1)`. */
function exampleOfEachCount(tier: ConfiguredTier): readonly string[] {
  const examples = new Map<number, string>();
  for (const type of launchableByTier(tier)) {
    const count = acceleratorOf(type)?.count ?? 0;
    if (!examples.has(count)) examples.set(count, `${type.name} (${count})`);
  }
  return [...examples].sort(([a], [b]) => a - b).map(([, text]) => text);
}
