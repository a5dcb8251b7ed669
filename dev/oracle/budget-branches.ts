/**
 * The branches that a case reaches in MustGetAllowedDisruptions and IsActive (pkg/apis/v1/nodepool.go of
 * kubernetes-sigs/karpenter v1.15.0), and in the cron parser that they call.
 */

import { millisecondsPerMinute } from "../../scheduling/values/time-units";
import type { Budget } from "../../scheduling/budgets/budget";
import { parseDuration } from "../../scheduling/values/duration";
import {
  descriptors,
  hitAfter,
  longCounts,
  neverOrRarely,
  reasons,
  type BudgetCase,
} from "./budget-cases";

const fields = ["minute", "hour", "day of month", "month", "weekday"] as const;

export const budgetBranchNames: readonly string[] = [
  ...reasons.map((reason) => `asked for ${reason}`),
  ...["no budgets", "empty list", "one budget", "several budgets", "no nodes"],
  ...["nodes: a count", "nodes: 0", "nodes: 0%", "nodes: 100%"],
  ...["nodes: a whole share", "nodes: a share rounded up"],
  ...Object.keys(longCounts).map((name) => `nodes: ${name}`),
  ...["every reason", "the reason", "another reason", "an empty list of reasons"],
  ...["always active", ...descriptors, "a date that never or rarely comes"],
  ...["time zone", "no schedule that can be read"],
  ...fields.flatMap((field) =>
    ["any", "value", "range", "step", "list"].map((f) => `${field}: ${f}`),
  ),
  ...["names", "question mark", "day of month or weekday"],
  ...["duration 0", "duration of hours", "duration of minutes", "duration of both", "duration 0s"],
  ...["duration of a year or more"],
  ...["at a hit", "just before a hit", "at an end", "just before an end", "within a minute"],
  ...["allowed: none", "allowed: some", "allowed: any number"],
];

export function* budgetBranches(one: BudgetCase, allowed: number): Iterable<string> {
  const { budgets, reason, nodeCount, at } = one;
  const met = new Set<string>([`asked for ${reason}`]);
  if (budgets === undefined) met.add("no budgets");
  else met.add(["empty list", "one budget"][budgets.length] ?? "several budgets");
  if (nodeCount === 0) met.add("no nodes");
  if (at.getTime() % millisecondsPerMinute !== 0) met.add("within a minute");
  for (const budget of budgets ?? []) {
    nodesBranches(budget.nodes, nodeCount, met);
    met.add(reasonBranch(budget, reason));
    timingBranches(budget, at, met);
  }
  met.add(allowed === 0 ? "allowed: none" : "allowed: some");
  if (allowed === Infinity) met.add("allowed: any number").delete("allowed: some");
  yield* met;
}

function nodesBranches(nodes: string, nodeCount: number, met: Set<string>): void {
  const long = Object.entries(longCounts).find(([, count]) => count === nodes)?.[0];
  if (long !== undefined) met.add(`nodes: ${long}`);
  if (!nodes.endsWith("%")) {
    met.add(Number(nodes) === 0 ? "nodes: 0" : "nodes: a count");
    return;
  }
  const share = Number(nodes.slice(0, -1));
  if (share === 0 || share === 100) met.add(`nodes: ${share}%`);
  else
    met.add((share * nodeCount) % 100 === 0 ? "nodes: a whole share" : "nodes: a share rounded up");
}

function reasonBranch({ reasons: some }: Budget, asked: string): string {
  if (some === undefined) return "every reason";
  if (some.length === 0) return "an empty list of reasons";
  return some.includes(asked) ? "the reason" : "another reason";
}

function timingBranches({ schedule, duration = "" }: Budget, at: Date, met: Set<string>): void {
  if (schedule === undefined) {
    met.add("always active");
    return;
  }
  met.add(durationBranch(duration));
  const seconds = parseDuration(duration) ?? 0;
  if (seconds >= 365 * 86_400) met.add("duration of a year or more");
  if (neverOrRarely.includes(schedule)) met.add("a date that never or rarely comes");
  if (schedule.includes("TZ=")) met.add("time zone");
  else if (descriptors.includes(schedule)) met.add(schedule);
  if (hitAfter(schedule, at) === undefined) {
    if (!neverOrRarely.includes(schedule)) met.add("no schedule that can be read");
    return;
  }
  if (!schedule.startsWith("@")) fieldBranches(schedule, met);
  edgeBranches(schedule, seconds, at, met);
}

function durationBranch(duration: string): string {
  if (/^0+[hm]$/.test(duration)) return "duration 0";
  if (duration.endsWith("m0s") || duration.endsWith("h0s")) return "duration 0s";
  if (/h\d+m/.test(duration)) return "duration of both";
  return duration.endsWith("h") ? "duration of hours" : "duration of minutes";
}

function fieldBranches(schedule: string, met: Set<string>): void {
  const texts = schedule.split(/\s+/);
  fields.forEach((field, index) => met.add(`${field}: ${formOf(texts[index] ?? "")}`));
  if (/[a-z]/i.test(schedule)) met.add("names");
  if (schedule.includes("?")) met.add("question mark");
  const [, , dayOfMonth = "", , weekday = ""] = texts;
  if (![dayOfMonth, weekday].some((text) => /^[*?]$/.test(text)))
    met.add("day of month or weekday");
}

function formOf(text: string): string {
  if (text === "*" || text === "?") return "any";
  if (text.includes(",")) return "list";
  if (text.includes("/")) return "step";
  return /\d-\d|[a-z]-[a-z]/i.test(text) ? "range" : "value";
}

function edgeBranches(schedule: string, seconds: number, at: Date, met: Set<string>): void {
  const time = at.getTime();
  const end = time - seconds * 1000;
  const next = (after: number): number =>
    hitAfter(schedule, new Date(Math.max(after, -8.64e15))) ?? NaN;
  if (next(time - 1000) === time) met.add("at a hit");
  else if (next(time) - time <= millisecondsPerMinute) met.add("just before a hit");
  if (next(end - 1000) === end) met.add("at an end");
  else if (next(end) - end <= millisecondsPerMinute) met.add("just before an end");
}
