import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { firstEfaCardOf } from "../resolved/efa-cards";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * Types whose network card 0 takes no EFA need interfaces that begin at card 1. Only a node class can say so, and it says it for
 * all its tiers.
 */
export const efaBeginsAtTheRightCard = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  ({ gpu, tiers, nodeClasses }) => {
    const all = configuredTiers(tiers, gpu);
    return all.filter(beginsAtSecondCard).flatMap((tier) => {
      const name = nodeClassOf(tier);
      const path = ["tiers", tier.pool, "efa"];
      const [type] = launchableByTier(tier);
      if (nodeClasses[name]?.efaInterfaces === undefined) {
        return [
          {
            path,
            problem: `network card 0 of ${type?.name ?? ""} takes no EFA, and for pods Karpenter begins there`,
            got: "true",
            expected: `nodeClasses.${name}.efaInterfaces, which begins at card 1 for these types`,
            fix: "set it to 16, or remove efa",
          },
        ];
      }
      const other = all.find((user) => nodeClassOf(user) === name && !beginsAtSecondCard(user));
      if (other === undefined) return [];
      return [
        {
          path,
          problem: `its node class ${name} begins at network card 1, which does not fit ${other.pool}`,
          got: rendered(tier.overrides.families),
          expected: "a node class of its own",
          fix: `set tiers.${tier.pool}.nodeClass to a class that no other tier uses`,
        },
      ];
    });
  },
);

function beginsAtSecondCard(tier: ConfiguredTier): boolean {
  return (
    tier.overrides.efa === true && launchableByTier(tier).some((type) => firstEfaCardOf(type) === 1)
  );
}
