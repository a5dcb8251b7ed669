import type { Budget } from "../../scheduling/budgets/budget";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { repairIsVoluntary } from "../resolved/node-repair";
import { trains } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

/**
 * Node repair is one switch for all NodePools, and ends the jobs on an unhealthy node. Since Karpenter 1.15 a budget with
 * the reason `Unhealthy` limits it, and training tiers get one of 0. Before, no budget limits it.
 * https://karpenter.sh/docs/concepts/disruption/#node-auto-repair
 */
export const nodeRepairSparesTraining = defineCheck(
  ["karpenter", "tiers", "versions"],
  ({ karpenter, tiers, versions }) => {
    const { enabled, interruptsTraining } = karpenter.nodeRepair;
    if (!enabled || interruptsTraining) return [];
    const training = configuredTiers(tiers).filter(({ profile }) => trains(profile));
    if (training.length === 0) return [];
    if (repairIsVoluntary({ karpenter, versions })) return training.flatMap(ownBudgetsStopRepair);
    return [
      {
        path: ["karpenter", "nodeRepair", "enabled"],
        problem: `also repairs nodes of ${training.map(({ pool }) => pool).join(" and ")}, outside their windows too`,
        got: rendered(true),
        expected: "false, or interruptsTraining: true beside it",
        fix: "turn node repair off, or set interruptsTraining: true to accept it",
      },
    ];
  },
);

/** Budgets of the stack file replace those of the tier, so they have to stop repair themselves. */
function ownBudgetsStopRepair({
  pool,
  overrides: { budgets },
}: ReturnType<typeof configuredTiers>[number]): readonly ConfigFault[] {
  if (budgets === undefined || budgets.some(stopsRepair)) return [];
  return [
    {
      path: ["tiers", pool, "budgets"],
      problem: "let node repair end training jobs",
      got: rendered(budgets),
      expected: "a budget of 0 without a schedule, without reasons or with the reason Unhealthy",
      fix: "add one, or set karpenter.nodeRepair.interruptsTraining: true to accept it",
    },
  ];
}

function stopsRepair({ nodes, reasons, schedule }: Budget): boolean {
  if (schedule !== undefined || !["0", "0%"].includes(nodes)) return false;
  return reasons === undefined || reasons.includes("Unhealthy");
}
