import type { TierProfile } from "../../components/node-pools/tier-profiles";
import { repairKind } from "../../scheduling/budgets/node-repair";
import { karpenterMinorOf } from "../../scheduling/values/karpenter-minor";
import type { PlatformConfig } from "../config/schema";

type RepairSettings = Pick<PlatformConfig, "karpenter" | "versions">;

/**
 * Whether node repair is a voluntary disruption with the reason `Unhealthy`, which budgets limit. It is since
 * Karpenter 1.15, unless the stack asks for the older behaviour.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/designs/making-node-repair-voluntary.md
 */
export function repairIsVoluntary({ karpenter, versions }: RepairSettings): boolean {
  const minor = karpenterMinorOf(versions.karpenter);
  return repairKind({ minor, legacyNodeRepair: karpenter.nodeRepair.legacy }) === "voluntary";
}

/**
 * How many unhealthy nodes of a tier Karpenter may repair at once. Budgets that name other reasons do not limit repair,
 * so the tier needs one for it. Undefined when there is no repair, or when no budget limits it.
 */
export function repairBudget(
  { workloadClass }: Pick<TierProfile, "workloadClass">,
  config: RepairSettings,
): string | undefined {
  const { enabled, interruptsTraining } = config.karpenter.nodeRepair;
  if (!enabled || !repairIsVoluntary(config)) return undefined;
  if (workloadClass !== "training") return "10%";
  return interruptsTraining ? "1" : "0";
}
