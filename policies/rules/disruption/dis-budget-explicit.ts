import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import type { Budget } from "../../../scheduling/budgets/budget";
import { unlimitedWeek } from "../../support/budget-hours";
import { budgetsLiteral, formatBudgets, readBudgets } from "../../support/budgets";
import { fieldText } from "../../support/message";
import {
  budgetsPath,
  consolidateAfterPath,
  consolidationPolicyPath,
  isStatic,
  nodePool,
  nodePoolTypes,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { fieldOf, textOf } from "../../support/reading";
import { groupByHours } from "../../support/reason-hours";
import type { Finding, ResourceRule } from "../../support/rule";
import { formatWeekHours } from "../../support/week-hours";

export const disBudgetExplicit: ResourceRule<object> = {
  id: "dis-budget-explicit",
  title: "Every pool limits at all times how many nodes Karpenter may disrupt at once.",
  why: "Without budgets Karpenter may disrupt 10 % of the nodes at once, rounded up to a whole node. At hours when no budget is active there is no limit: after an AMI release Karpenter may replace all nodes at once.",
  severity: "medium",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [budgetsPath, consolidationPolicyPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "`disruption.budgets` is written. Without it the limit is 10 %, rounded up. For a pool of one node, that is its only node.",
    "At every minute of the week a budget limits the reason Drifted. In pools that consolidate busy nodes a budget also limits Underutilized. An empty list, or a list in which every budget has a schedule, leaves hours without a limit.",
    "A budget of 100% is not a finding, because it is an explicit decision. Empty needs no limit, because nothing runs on an empty node.",
    "Underutilized does not happen with `consolidationPolicy: WhenEmpty`, with `consolidateAfter: Never`, or in a static pool (`replicas`).",
    "Budgets that Karpenter cannot read are reported by dis-budget-schedule-valid.",
  ],
  since: "0.1.0",
  check: (resource, _config, { today }) => {
    const pool = nodePool(resource);
    const { written, value, faults } = readBudgets(pool);
    if (faults.length > 0) return faults;
    if (!written) return [absentFinding];
    if (isBrokenAtRunTime(value)) return [];
    return unlimitedFindings(pool, value as readonly Budget[], today.getUTCFullYear());
  },
};

/** An example for the message: budgets that follow the load and keep the pool usable. */
const someBudgets: readonly Budget[] = [
  { nodes: "100%", reasons: ["Empty"] },
  { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
];

const absentFinding: Finding = {
  path: budgetsPath,
  problem: "the pool has no budgets",
  got: "nothing",
  expected: "a list of budgets",
  because:
    "Karpenter then disrupts 10 % of the nodes at a time, rounded up to at least one, at any hour and for any reason.",
  fix: `set ${fieldText(budgetsPath)} to what the pool's work tolerates, such as ${budgetsLiteral(someBudgets)}`,
};

function unlimitedFindings(
  pool: NodePool,
  budgets: readonly Budget[],
  year: number,
): readonly Finding[] {
  const drift = unlimitedWeek(budgets, "Drifted", year);
  const consolidation = unlimitedWeek(budgets, "Underutilized", year);
  return groupByHours([
    { reason: "Drifted", hours: drift },
    {
      reason: "Underutilized",
      // Read only where it matters.
      hours: consolidation.length > 0 && consolidatesBusyNodes(pool) ? consolidation : [],
    },
  ]).map(({ names, reasons, hours }) => {
    const when = formatWeekHours(hours);
    const always = when === "at any time";
    return {
      path: budgetsPath,
      problem: `no budget limits ${names} disruption${always ? "" : " at some hours"}`,
      got: `${formatBudgets(budgets)}, without a limit ${when}${always ? "" : " UTC"}`,
      expected: `a budget for ${names} at any time`,
      because:
        "Karpenter may then take all nodes of the pool at once, with everything that runs on them.",
      fix: `add a budget without a schedule to ${fieldText(budgetsPath)}, such as ${budgetsLiteral([{ nodes: "10%", reasons }])}`,
    };
  });
}

function consolidatesBusyNodes(pool: NodePool): boolean {
  if (isStatic(pool)) return false;
  const policy = textOf(fieldOf(pool, consolidationPolicyPath));
  if (policy.kind === "present" && policy.value === "WhenEmpty") return false;
  const after = textOf(fieldOf(pool, consolidateAfterPath));
  return !(after.kind === "present" && after.value === "Never");
}
