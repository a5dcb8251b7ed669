import { acceleratorOf, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { acceleratorNameLabelKey, gpuNameLabelKey } from "../../scheduling/requirements/labels";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { launchableByTier } from "../resolved/launchable-by-tier";
import { capacityTypesOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * A static pool launches its nodes without pods, so Karpenter takes the cheapest instance type: "four training nodes" become
 * four g5.xlarge, for as long as the pool exists. A pool of reserved capacity alone is not checked, because a reservation has
 * one type.
 *
 * https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instance/instance.go (`lowest-price`)
 */
export const staticPoolsNameTheirType = defineCheck(
  ["gpu", "tiers", "nodeClasses"],
  ({ gpu, tiers, nodeClasses }) => {
    return configuredTiers(tiers, gpu).flatMap((tier) => {
      const { pool, profile, overrides } = tier;
      const { replicas = 0 } = overrides;
      if (replicas === 0 || profile.accelerator === undefined) return [];
      if (capacityTypesOf(tier, nodeClasses).every((type) => type === "reserved")) return [];
      const examples = cheapestOfEachKind(tier);
      if (examples.length < 2) return [];
      return [
        {
          path: ["tiers", pool, "replicas"],
          problem: `Karpenter launches the cheapest types first, and the accelerators of the tier's types differ: ${listed(examples)}`,
          got: String(replicas),
          expected:
            "types with one kind and one number of accelerators, or capacityTypes: [reserved]",
          fix: `name the instance type: tiers.${pool}.families and tiers.${pool}.sizes`,
        },
      ];
    });
  },
);

/** The cheapest type for each kind and number of accelerators, cheapest first. */
function cheapestOfEachKind(tier: ConfiguredTier): readonly string[] {
  const byPrice = [...launchableByTier(tier)].sort((a, b) => priceOf(a) - priceOf(b));
  const examples = new Map<string, string>();
  for (const type of byPrice) {
    const accelerators = acceleratorsOf(type);
    if (!examples.has(accelerators)) examples.set(accelerators, `${type.name} (${accelerators})`);
  }
  return [...examples.values()];
}

/** A type without a price is new and large, so it comes last. */
function priceOf({ onDemandUsdPerHour = Number.MAX_VALUE }: InstanceType): number {
  return onDemandUsdPerHour;
}

function acceleratorsOf(type: InstanceType): string {
  const { labels } = type;
  const name = labels[gpuNameLabelKey] ?? labels[acceleratorNameLabelKey] ?? "none";
  return `${acceleratorOf(type)?.count ?? 0} ${name}`;
}

function listed(examples: readonly string[]): string {
  const shown = examples.slice(0, 3);
  const more = examples.length - shown.length;
  return `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}
