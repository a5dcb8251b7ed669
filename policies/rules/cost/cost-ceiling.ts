import { launchOf } from "../../support/launch";
import { readLimits } from "../../support/limits";
import { fieldText } from "../../support/message";
import {
  labelsPath,
  limitsPath,
  nodePool,
  nodePoolTypes,
  replicasPath,
  requirementsPath,
} from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";
import { maxUsdPerHourProperty, usdText, worstCostOf } from "../../support/worst-cost";

interface CostCeilingConfig {
  readonly maxUsdPerHour: number;
}

export const costCeiling: ResourceRule<CostCeilingConfig> = {
  id: "cost-ceiling",
  title: "The limits of a pool keep its cost below a ceiling in dollars an hour.",
  why: "A limit of 8k GPUs is a limit, and it limits nothing: it is a thousand p5.48xlarge.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [limitsPath, replicasPath, requirementsPath, labelsPath],
  config: { maxUsdPerHour: maxUsdPerHourProperty },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "For each type that the pool can launch, the limits say how many nodes fit. The finding names the type with the highest price for all of them, on demand in us-east-1.",
    "A type that no limit of the pool counts has no upper bound, such as g6f under a limit on `nvidia.com/gpu`: it has a fraction of a GPU, which counts as none.",
    "A static pool costs its `replicas`, or its limit on `nodes` if that is more: drift adds a node before it removes one.",
    "A pool without any limit is reported by cost-limits-required. A pool that is retired launches nothing.",
  ],
  since: "0.1.0",
  check: (resource, { maxUsdPerHour }) => {
    const pool = nodePool(resource);
    const limits = readLimits(pool);
    const launch = launchOf(pool);
    // Reported by cost-limits-required.
    if (limits.faults.length > 0 || launch.faults.length > 0) return [];
    const worst = worstCostOf(pool);
    if (worst === undefined || worst.usdPerHour <= maxUsdPerHour) return [];
    const isUnlimited = limits.amounts.size === 0 && worst.nodes === Infinity;
    return isUnlimited ? [] : [ceilingFinding(worst, maxUsdPerHour)];
  },
};

function ceilingFinding(
  { type, nodes, usdPerHour }: { type: string; nodes: number; usdPerHour: number },
  most: number,
): Finding {
  const count = Number.isFinite(nodes) ? nodes.toLocaleString("en-US") : "any number of";
  return {
    path: limitsPath,
    problem: "limits that allow more than the ceiling",
    got: `${usdText(usdPerHour)} for ${count} ${type}`,
    expected: `at most ${usdText(most)}`,
    because:
      "Karpenter launches what pods ask for up to the limits, and one wrong replica count asks for all of it.",
    fix: `lower ${fieldText(limitsPath)} so that it counts every type of the pool, or raise maxUsdPerHour in the pack's configuration`,
  };
}
