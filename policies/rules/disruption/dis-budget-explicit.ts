import { fieldText } from "../../support/message";
import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import type { Budget } from "../../../scheduling/budgets/budget";
import { budgetsLiteral, formatBudgets } from "../../support/budget-text";
import { readBudgets, unlimitedWeek } from "../../support/disruption";
import {
  budgetsPath,
  consolidateAfterPath,
  consolidationPolicyPath,
  fieldOf,
  isStatic,
  nodePool,
  nodePoolTypes,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { textOf } from "../../support/reading";
import { groupByHours } from "../../support/reason-hours";
import type { Finding, ResourceRule } from "../../support/rule";
import { formatWeekHours } from "../../support/week-hours";

export const disBudgetExplicit: ResourceRule<object> = {
  id: "dis-budget-explicit",
  title: "Every pool says at any time how many nodes Karpenter may disrupt at once.",
  why: "Without budgets Karpenter takes 10 %, rounded up to a whole node, and with budgets that do not always hold it takes as many as it likes: all of them in one go after an AMI release.",
  severity: "medium",
  level: "mandatory",
  types: nodePoolTypes,
  guards: [budgetsPath, consolidationPolicyPath],
  config: {},
  anchors: [],
  onUnknown: "fail",
  judges: [
    "`disruption.budgets` is written. Its absence means 10 %, rounded up: of a pool of one node, that node.",
    "At every minute of the week some budget limits Drifted, and Underutilized in pools that consolidate busy nodes. An empty list, or only budgets with a schedule, leaves hours without any limit.",
    "A budget of 100% is no finding: it says what is meant. Empty needs no limit, because nothing runs on an empty node.",
    "Underutilized does not happen with `consolidationPolicy: WhenEmpty`, with `consolidateAfter: Never`, or in a static pool (`replicas`).",
    "Budgets that Karpenter cannot read are left to dis-budget-schedule-valid.",
    "A NodePoolPatch is judged when it writes the budgets; a policy that it does not write counts as WhenEmptyOrUnderutilized.",
  ],
  since: "0.1.0",
  check: (resource, _config, { today }) => {
    const pool = nodePool(resource);
    const { written, value, faults } = readBudgets(pool);
    if (faults.length > 0) return faults;
    if (!written) return pool.patch ? [] : [absentFinding];
    if (isBrokenAtRunTime(value)) return [];
    return unlimitedFindings(pool, value as readonly Budget[], today.getUTCFullYear());
  },
};

/** What follows the load and leaves the pool usable. */
const someBudgets: readonly Budget[] = [
  { nodes: "100%", reasons: ["Empty"] },
  { nodes: "10%", reasons: ["Drifted", "Underutilized"] },
];

const absentFinding: Finding = {
  path: budgetsPath,
  problem: "no budgets of the pool's own",
  got: "nothing",
  expected: "a list of budgets",
  because:
    "Karpenter then disrupts 10 % of the nodes at a time, rounded up to at least one, at any hour and for any reason.",
  fix: `set ${fieldText(budgetsPath)} to what the pool's work bears, such as ${budgetsLiteral(someBudgets)}`,
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
