import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { nodeClassOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * The nodes of a class reserve huge pages when its tiers have EFA. A node of another tier would lose the memory too, and
 * Karpenter would not know it: it would launch nodes for pods that do not fit on them.
 */
export const efaClassesAreTheirOwn = defineCheck(["tiers"], ({ tiers }) => {
  const all = configuredTiers(tiers);
  return all
    .filter(({ overrides }) => overrides.efa === true)
    .flatMap((tier) => {
      const name = nodeClassOf(tier);
      const other = all.find((user) => nodeClassOf(user) === name && user.overrides.efa !== true);
      if (other === undefined) return [];
      return [
        {
          path: ["tiers", tier.pool, "efa"],
          problem: `its node class ${name} reserves huge pages on every node, and ${other.pool} has no EFA`,
          got: rendered(tier.overrides.efa),
          expected: "efa in every tier of a node class, or in none",
          fix: `set tiers.${tier.pool}.nodeClass to a class that no tier without efa uses, such as ${name.replace(/(-b)?$/, "-b")}`,
        },
      ];
    });
});
