import { rendered } from "../../scheduling/values/fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/**
 * Node repair is one switch for all NodePools. Budgets and `karpenter.sh/do-not-disrupt` do not stop it: Karpenter deletes a
 * node that is unhealthy for ten minutes, with the job on it.
 * https://karpenter.sh/v1.14/concepts/disruption/#node-auto-repair
 */
export const nodeRepairSparesTraining = defineCheck(
  ["karpenter", "tiers"],
  ({ karpenter: { nodeRepair }, tiers }) => {
    if (!nodeRepair.enabled || nodeRepair.interruptsTraining) return [];
    const training = configuredTiers(tiers).filter(
      ({ profile }) => profile.workloadClass === "training",
    );
    if (training.length === 0) return [];
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
