import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/**
 * The budgets of a tier replace the budgets that its blocked window would give. A blocked window beside them has no effect, and
 * no one would notice.
 */
export const budgetsLeaveNoBlockedWindow = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, overrides: { blockedWindow, budgets } }) => {
    if (blockedWindow === undefined || budgets === undefined) return [];
    return [
      {
        path: ["tiers", pool, "blockedWindow"],
        problem: "has no effect beside budgets, which replace it",
        got: rendered(blockedWindow),
        expected: "one of the two",
        fix: "remove budgets, or write the window as a budget of 0 with schedule (UTC) and duration",
      },
    ];
  });
});
