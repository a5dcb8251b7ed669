import { labelKeyFault } from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
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
