import { isBrokenAtRunTime } from "../../../scheduling/budgets/budget-faults";
import type { Budget, DisruptionReason } from "../../../scheduling/budgets/budget";
import { formatMaintenanceWindow } from "../../../scheduling/budgets/maintenance-window";
import { offsetsOf, trainingBudgets } from "../../../scheduling/budgets/utc-windows";
import { complement, intersectionOf } from "../../../scheduling/budgets/week-intervals";
import type { WeekInterval } from "../../../scheduling/budgets/week-intervals";
import { openWeek } from "../../support/budget-hours";
import { budgetsLiteral, formatBudgets, readBudgets } from "../../support/budgets";
import { declaredWindow, windowPath } from "../../support/declared-window";
import type { DeclaredWindow, WindowBounds } from "../../support/declared-window";
import { idleCost } from "../../support/idle-cost";
import { fieldText } from "../../support/message";
import {
  budgetsPath,
  consolidateAfterPath,
  isStatic,
  labelsPath,
  nodePool,
  nodePoolTypes,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { fieldOf } from "../../support/reading";
import { groupByHours } from "../../support/reason-hours";
import type { Finding, ResourceRule } from "../../support/rule";
import { formatOffset, formatWeekHours, shifted } from "../../support/week-hours";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

type DisTrainingConfig = WorkloadClassesConfig & WindowBounds;

export const disTrainingNoVoluntary: ResourceRule<DisTrainingConfig> = {
  id: "dis-training-no-voluntary",
  title:
    "Karpenter may replace nodes of a training pool with running jobs only inside the pool's maintenance window.",
  why: "Drift and consolidation evict running pods. A job loses all work since its last checkpoint, and a distributed job loses it on every node at once.",
  severity: "critical",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [budgetsPath, consolidateAfterPath, labelsPath, windowPath],
  config: {
    ...workloadClassesProperties,
    maxMaintenanceWindowMinutes: {
      default: 240,
      description:
        "Longest maintenance window that a training pool may declare, in minutes. It is always less than a day.",
      schema: { type: "integer", minimum: 1, maximum: 1439 },
      strictness: { measure: (minutes) => -minutes, floors: { staging: 720, production: 480 } },
    },
    maxMaintenanceHoursPerWeek: {
      default: 28,
      description:
        "Most hours of maintenance window in a week, all days together. The default is four hours every day.",
      schema: { type: "number", exclusiveMinimum: 0, maximum: 168 },
      strictness: {
        measure: (hours) => -hours,
        floors: { anywhere: 84, staging: 56, production: 40 },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so. A pool declares its window in the annotation `accelerator-platform.io/maintenance-window` of the NodePool: `<days> <HH:MM> <length> <IANA zone>`, such as `SUN 02:00 3h America/New_York`.",
    "What the budgets allow is computed with Karpenter's algorithm for every minute of the week in UTC. The smallest of all active budgets for the reason counts. Without an active budget there is no limit.",
    "Outside the window Drifted and Underutilized must be 0, at each UTC offset that the window's time zone has in the year. Without a window they must always be 0.",
    "Empty must always be allowed: a budget of 0 without reasons keeps idle nodes until they expire. `consolidateAfter: Never` does the same.",
    "A window is at most `maxMaintenanceWindowMinutes` long and never a whole day. All windows of a week together are at most `maxMaintenanceHoursPerWeek` long.",
    "In a static pool (`replicas`) only Drifted is checked, because Karpenter does not consolidate its nodes.",
  ],
  since: "0.1.0",
  check: (resource, config, { today }) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () => {
      const year = today.getUTCFullYear();
      const declared = declaredWindow(pool, config, year);
      return [
        ...declared.findings,
        ...budgetFindings(pool, declared, year),
        ...neverFindings(pool),
      ];
    });
  },
};

function budgetFindings(
  pool: NodePool,
  declared: DeclaredWindow,
  year: number,
): readonly Finding[] {
  const { written, value, faults } = readBudgets(pool);
  if (faults.length > 0) return faults;
  if (written && isBrokenAtRunTime(value)) return [brokenFinding(declared, year)];
  // Budgets are compared with the window, so without a readable window there is nothing to compare.
  if (declared.written && declared.window === undefined) return [];
  const budgets = written ? (value as readonly Budget[]) : undefined;
  const reasons: readonly DisruptionReason[] = isStatic(pool)
    ? ["Drifted"]
    : ["Drifted", "Underutilized"];
  const outside = complement(declared.allowed);
  const found = groupByHours(
    reasons.map((reason) => ({
      reason,
      hours: intersectionOf(openWeek(budgets, reason, year), outside),
    })),
  ).map(({ names, hours }) => voluntaryFinding({ names, hours, budgets, declared, year }));
  if (isStatic(pool)) return found;
  const kept = complement(openWeek(budgets, "Empty", year));
  return kept.length === 0 ? found : [...found, emptyFinding(pool, kept, budgets, declared, year)];
}

interface Voluntary {
  readonly names: string;
  readonly hours: readonly WeekInterval[];
  readonly budgets: readonly Budget[] | undefined;
  readonly declared: DeclaredWindow;
  readonly year: number;
}

function voluntaryFinding({ names, hours, budgets, declared, year }: Voluntary): Finding {
  const { window } = declared;
  return {
    path: budgetsPath,
    problem:
      window === undefined
        ? `${names} disruption is allowed and the pool declares no maintenance window`
        : `${names} disruption is allowed outside the maintenance window ${formatMaintenanceWindow(window)}`,
    got: formatHours(hours, declared, year),
    expected:
      window === undefined || declared.allowed.length === 0
        ? "0 nodes at any time"
        : `0 nodes except at ${formatWeekHours(declared.allowed)} UTC`,
    because: `${budgetsNote(budgets)} Drift evicts running jobs whatever the consolidation policy is.`,
    fix: `set ${fieldText(budgetsPath)} to ${budgetsLiteral(trainingBudgets(window, year))}${
      window === undefined ? `, or declare a window in ${fieldText(windowPath)}` : ""
    }`,
  };
}

function emptyFinding(
  pool: NodePool,
  kept: readonly WeekInterval[],
  budgets: readonly Budget[] | undefined,
  declared: DeclaredWindow,
  year: number,
): Finding {
  return {
    path: budgetsPath,
    problem: "empty nodes are kept and billed",
    got: formatHours(kept, declared, year),
    expected: "more than 0 nodes for Empty at any time",
    because: `${budgetsNote(budgets)} ${idleCost(pool)}`,
    fix: `set ${fieldText(budgetsPath)} to ${budgetsLiteral(trainingBudgets(declared.window, year))}`,
  };
}

function brokenFinding(declared: DeclaredWindow, year: number): Finding {
  return {
    path: budgetsPath,
    problem: "budgets that Karpenter cannot read",
    got: "at least one faulty budget, listed by dis-budget-schedule-valid",
    expected: "budgets that can be read",
    because:
      "Karpenter then disrupts no node of the pool for any reason: idle accelerators are kept and billed.",
    fix: `set ${fieldText(budgetsPath)} to ${budgetsLiteral(trainingBudgets(declared.window, year))}`,
  };
}

/** `consolidateAfter: Never` switches the removal of empty nodes off. */
function neverFindings(pool: NodePool): readonly Finding[] {
  const reading = fieldOf(pool, consolidateAfterPath);
  if (reading.kind !== "present" || reading.value !== "Never" || isStatic(pool)) return [];
  return [
    {
      path: consolidateAfterPath,
      problem: "empty nodes are kept and billed",
      got: "Never",
      expected: "a duration, such as 30m",
      because: `Never also switches off the removal of empty nodes. ${idleCost(pool)}`,
      fix: `set ${fieldText(consolidateAfterPath)} to how long an idle node may wait for the next job, with consolidationPolicy WhenEmpty`,
    },
  ];
}

function budgetsNote(budgets: readonly Budget[] | undefined): string {
  if (budgets === undefined) {
    return "The pool sets no budgets, which means 10 %, rounded up to at least one node, for every reason.";
  }
  if (budgets.length === 0) return "The list of budgets is empty, which means no limit at all.";
  return `The budgets are ${formatBudgets(budgets)}; the smallest active one counts, and without an active one there is no limit.`;
}

/** Hours of the week in UTC and, where the pool names a zone, on that zone's clocks. */
function formatHours(
  hours: readonly WeekInterval[],
  declared: DeclaredWindow,
  year: number,
): string {
  const inUtc = formatWeekHours(hours);
  if (inUtc === "at any time") return inUtc;
  const { window } = declared;
  if (window === undefined || window.timeZone === "UTC") return `${inUtc} UTC`;
  const offsets = offsetsOf(window.timeZone, year);
  const local = offsets.map((offset) => {
    const text = formatWeekHours(shifted(hours, offset));
    return offsets.length > 1 ? `${text} at ${formatOffset(offset)}` : text;
  });
  return `${inUtc} UTC (${window.timeZone}: ${local.join("; ")})`;
}
