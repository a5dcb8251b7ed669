import { optionally } from "../../support/message";
import {
  labelsPath,
  limitsPath,
  nodePool,
  nodePoolTypes,
  replicasPath,
  requirementsPath,
} from "../../support/node-pool";
import type { ResourceView, StackRule } from "../../support/rule";
import { identityOf } from "../../support/program-objects";
import { usdText, worstCostOf } from "../../support/worst-cost";

interface CostCeilingStackConfig {
  readonly maxUsdPerHourOfAll: number;
}

export const costCeilingStack: StackRule<CostCeilingStackConfig> = {
  id: "cost-ceiling-stack",
  title: "All pools of a program together stay below a ceiling in dollars an hour.",
  why: "Ten pools below their ceilings cost ten times as much, and their limits do not know of each other.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  subjects: nodePoolTypes,
  guardedPaths: [limitsPath, replicasPath, requirementsPath, labelsPath],
  config: {
    maxUsdPerHourOfAll: {
      default: 4000,
      description:
        "Most that all pools of a program may cost in an hour together, each with all its nodes of the dearest type that its limits allow.",
      schema: { type: "number", exclusiveMinimum: 0, maximum: 1000000 },
      strictness: {
        measure: (usd) => -usd,
        floors: { anywhere: 1000000, production: 50000, staging: 10000, dev: 5000, workshop: 5000 },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "The sum of what cost-ceiling computes for each pool. The finding is about the dearest pool of the program.",
    "Pools whose cost has no upper bound are reported by cost-ceiling and cost-limits-required, and are not part of the sum.",
    "Node groups and instances outside of Karpenter are not part of the sum: acc-node-group and cost-direct-purchase report them one by one.",
    "The rule needs the whole program, so it runs at the end: it stops a preview, but it only reports on an update that is in progress.",
  ],
  since: "0.1.0",
  checkAmong: (resource, program, { maxUsdPerHourOfAll }) => {
    // Read without optionally, so that a value that is not known at preview is a finding.
    const own = costOf(resource);
    const pools = lastOfEach(program).map((view) => optionally(() => costOf(view)) ?? 0);
    const sum = pools.reduce((total, usd) => total + usd, 0);
    if (sum <= maxUsdPerHourOfAll || own === 0 || own < Math.max(...pools)) return [];
    return [
      {
        path: limitsPath,
        problem: "the pools of the program may cost more than the ceiling together",
        got: `${usdText(sum)} for ${pools.length} pools, this one ${usdText(own)}`,
        expected: `at most ${usdText(maxUsdPerHourOfAll)}`,
        fix: "lower the limits of the dearest pools, or raise maxUsdPerHourOfAll in the pack's configuration",
      },
    ];
  },
};

/** Patches of a pool come after it, and replace it. */
function lastOfEach(program: readonly ResourceView[]): readonly ResourceView[] {
  return [...new Map(program.map((view) => [identityOf(view) ?? view.urn, view])).values()];
}

function costOf(view: ResourceView): number {
  const usd = worstCostOf(nodePool(view))?.usdPerHour ?? 0;
  return Number.isFinite(usd) ? usd : 0;
}
