import { efaLabelKey } from "../../components/efa/helm-values.builder";
import {
  labelKeyFault,
  nodeTypeLabelKey,
  workloadLabelKey,
} from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/** The NodePool CRD refuses these keys, after the cluster and Karpenter exist. */
export const tierLabelsAreAllowed = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    Object.keys(overrides.labels ?? {}).flatMap((key) => {
      const fault = labelKeyFault(key);
      if (fault === undefined) return [];
      return [
        {
          path: ["tiers", pool, "labels", key],
          problem: fault.problem,
          got: rendered(key),
          expected: "a key of your own, such as team or example.com/team",
          fix: fault.fix ?? "rename or remove it",
        },
      ];
    }),
  ),
);

/** Labels of the profile win, because workloads, agents and the policy pack select nodes by them. Another value would have no effect. */
export const tierLabelsAreTheirOwn = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap((tier) =>
    Object.entries(tier.overrides.labels ?? {}).flatMap(([key, value]) => {
      const set = labelsSetBy(tier);
      if (set[key] === undefined || set[key] === value) return [];
      return [
        {
          path: ["tiers", tier.pool, "labels", key],
          problem: `has no effect: the nodes of the tier have ${key}=${set[key]}`,
          got: rendered(value),
          expected: "a key that the tier does not set",
          fix: "rename or remove it",
        },
      ];
    }),
  ),
);

function labelsSetBy({
  tier,
  profile,
  overrides,
}: ConfiguredTier): Readonly<Record<string, string>> {
  return {
    [nodeTypeLabelKey]: tier,
    ...profile.labels,
    [workloadLabelKey]: profile.workloadClass,
    ...(overrides.efa === true ? { [efaLabelKey]: "true" } : {}),
  };
}
