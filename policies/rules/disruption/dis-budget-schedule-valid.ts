import { budgetFaults } from "../../../scheduling/budgets/budget-faults";
import { parseSchedule } from "../../../scheduling/budgets/cron";
import { formatDuration, parseDuration } from "../../../scheduling/values/duration";
import { valueAt } from "../../../scheduling/values/fault";
import type { Fault, FaultPath } from "../../../scheduling/values/fault";
import { shortestPeriod } from "../../support/budget-hours";
import { readBudgets } from "../../support/budgets";
import { fieldText } from "../../support/message";
import { modelFinding } from "../../support/model-finding";
import { quoted } from "../../support/quoted";
import { budgetsPath, nodePool, nodePoolTypes } from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";

const freeze =
  "One unreadable budget blocks disruption in the whole pool: Karpenter removes no idle node and replaces no node for a security patch.";

export const disBudgetScheduleValid: ResourceRule<object> = {
  id: "dis-budget-schedule-valid",
  title: "Karpenter can read every disruption budget, and the budget does what it says.",
  why: freeze,
  severity: "low",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [budgetsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "In each budget `nodes` is a count or a percentage, written as text. `schedule` and `duration` are both written or both absent. Every reason is one that Karpenter knows.",
    "A schedule is five cron fields in UTC or a descriptor such as `@daily`, read exactly as Karpenter does. A prefix `TZ=` or `CRON_TZ=` and `@every` are not allowed, and Sunday is 0.",
    "A duration is in hours and minutes (`8h`, `1h30m`). `1d` and `90s` are not allowed. A duration that is longer than the time between two starts is a finding, because the budget is then always active.",
    "An empty list of reasons is a finding, because the budget then applies to nothing.",
  ],
  since: "0.1.0",
  check: (resource, _config, { today }) => {
    const budgets = readBudgets(nodePool(resource));
    if (budgets.faults.length > 0) return budgets.faults;
    if (!budgets.written) return [];
    const faults = budgetFaults(budgets.value).map((fault) => findingOf(fault, budgets.value));
    const entries = Array.isArray(budgets.value) ? (budgets.value as readonly unknown[]) : [];
    return [
      ...faults,
      ...entries.flatMap((entry, index) => meaningFindings(entry, [...budgetsPath, index], today)),
    ];
  },
};

function findingOf(fault: Fault, root: unknown): Finding {
  const finding = modelFinding(budgetsPath, fault, root);
  const special =
    fault.path.at(-1) === "schedule"
      ? scheduleFinding(finding, String(valueAt(root, fault.path)))
      : undefined;
  return { ...finding, because: freeze, ...special };
}

/** Common mistakes in schedules, each with its own fix. */
function scheduleFinding({ problem }: Finding, schedule: string): Partial<Finding> | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) {
    return {
      problem: "schedule with a time zone prefix",
      expected: "five fields in UTC, such as 0 2 * * SUN",
      because: `Karpenter reads schedules in UTC and puts TZ=UTC in front itself. ${freeze}`,
      fix: "remove the prefix and convert the hours to UTC, days of the week included",
    };
  }
  if (/^@every/.test(schedule)) {
    return {
      problem: "schedule that counts from Karpenter's start",
      expected: "five fields in UTC, or @hourly, @daily, @weekly, @monthly or @yearly",
      fix: "write the hours as cron fields in UTC",
    };
  }
  if (/day of week/.test(problem) && /\b7\b/.test(problem)) {
    return {
      problem: "day of week 7",
      expected: "0 to 6, or SUN to SAT",
      fix: "write 0 or SUN for Sunday",
    };
  }
  return undefined;
}

/** Findings for a budget that Karpenter can read, but that cannot be what its author meant. */
function meaningFindings(entry: unknown, path: FaultPath, today: Date): readonly Finding[] {
  if (typeof entry !== "object" || entry === null) return [];
  const { reasons, schedule, duration } = entry as Readonly<Record<string, unknown>>;
  const findings: Finding[] = [];
  if (Array.isArray(reasons) && reasons.length === 0) {
    findings.push({
      path: [...path, "reasons"],
      problem: "empty list of reasons",
      got: "[]",
      expected: "Empty, Drifted or Underutilized, or no list for all of them",
      because: "A budget with an empty list applies to no reason at all, so it limits nothing.",
      fix: `name the reasons, or remove ${fieldText([...path, "reasons"])}`,
    });
  }
  if (typeof schedule !== "string" || typeof duration !== "string") return findings;
  const parsed = parseSchedule(schedule);
  const seconds = parseDuration(duration);
  if ("fault" in parsed || seconds === undefined) return findings;
  const period = shortestPeriod(parsed.schedule, today.getUTCFullYear()) * 60;
  if (seconds > period) {
    findings.push({
      path: [...path, "duration"],
      problem: "window longer than the time between two of its starts",
      got: `${quoted(duration)} every ${formatDuration(period)} at the closest`,
      expected: `at most ${formatDuration(period)}`,
      because:
        "The windows overlap, so the budget is active for longer than it says, perhaps always.",
      fix: "shorten the duration, or remove schedule and duration if the budget is meant for all time",
    });
  }
  return findings;
}
