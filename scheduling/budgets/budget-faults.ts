/** What the NodePool CRD and Karpenter refuse in a list of disruption budgets. */

import { nextHit, parseSchedule } from "./cron";
import { parseDuration } from "../values/duration";
import { type Fault, found } from "../values/fault";

/** Why Karpenter takes a node away by its own choice. */
export type DisruptionReason = "Empty" | "Drifted" | "Underutilized";

export const disruptionReasons: readonly DisruptionReason[] = ["Empty", "Drifted", "Underutilized"];

/** One entry of `spec.disruption.budgets`. */
export interface Budget {
  /** A count, `2`, or a share rounded up, `10%`. Always text. */
  readonly nodes: string;
  /** When it becomes active: cron, UTC. Goes with `duration`. */
  readonly schedule?: string;
  /** How long it then stays active: hours and minutes, `1h30m`. */
  readonly duration?: string;
  /** Absent: every reason. An empty list: none. */
  readonly reasons?: readonly string[];
}

/**
 * Every fault of a value that should be a NodePool's `disruption.budgets`; none for a valid list.
 * Takes anything and never fails. Paths start at the list: `[1].schedule`, or `` for the list.
 */
export function budgetFaults(budgets: unknown): Fault[] {
  if (budgets === undefined || budgets === null) return [];
  if (!Array.isArray(budgets)) {
    return [{ path: "", problem: `is no list of budgets, got ${found(budgets)}` }];
  }
  const faults: Fault[] = [];
  if (budgets.length > maxBudgets) {
    const problem = `has too many entries, got ${budgets.length}; expected at most ${maxBudgets}`;
    faults.push({ path: "", problem });
  }
  budgets.forEach((budget: unknown, index) => faults.push(...entryFaults(budget, `[${index}]`)));
  return faults;
}

/**
 * Whether Karpenter blocks every disruption because of the list, at all times. Not so for what is
 * merely surely meant otherwise, such as a date that never comes.
 */
export function isBrokenAtRunTime(budgets: unknown): boolean {
  if (!Array.isArray(budgets)) return true;
  return budgets.some((budget: unknown) => !isRecord(budget) || fieldFaults(budget, "").length > 0);
}

const maxBudgets = 50;
const nodesText = /^((100|[0-9]{1,2})%|[0-9]+)$/;
const durationText = /^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$/;
const maxCount = 2n ** 31n - 1n;
/** A date whose next five years hold every day that a calendar has. */
const anyDate = new Date(Date.UTC(2024, 0, 1));

function entryFaults(budget: unknown, path: string): Fault[] {
  if (!isRecord(budget)) {
    return [{ path, problem: `is no budget, got ${found(budget)}; expected {nodes, ...}` }];
  }
  return [...fieldFaults(budget, path), ...slips(budget, path)];
}

function fieldFaults(budget: Readonly<Record<string, unknown>>, path: string): Fault[] {
  return [
    ...nodesFaults(budget["nodes"], `${path}.nodes`),
    ...timingFaults(budget, path),
    ...scheduleFaults(budget["schedule"], `${path}.schedule`),
    ...reasonsFaults(budget["reasons"], `${path}.reasons`),
  ];
}

/** What Karpenter takes, but surely not as meant. */
function slips({ nodes, schedule }: Readonly<Record<string, unknown>>, path: string): Fault[] {
  const faults: Fault[] = [];
  if (typeof nodes === "string" && /^[0-9]+$/.test(nodes) && BigInt(nodes) > maxCount) {
    const problem = `is too large, got ${found(nodes)}; expected at most ${maxCount}`;
    faults.push({ path: `${path}.nodes`, problem });
  }
  const parsed = typeof schedule === "string" ? parseSchedule(schedule) : undefined;
  const isRead = parsed !== undefined && "schedule" in parsed;
  if (isRead && nextHit(parsed.schedule, anyDate) === undefined) {
    const problem =
      `never comes, got ${found(schedule)}; Karpenter then takes the budget for always active; ` +
      "name a date that exists, or leave schedule and duration out";
    faults.push({ path: `${path}.schedule`, problem });
  }
  return faults;
}

function nodesFaults(nodes: unknown, path: string): Fault[] {
  // The CRD fills in 10%.
  if (nodes === undefined || (typeof nodes === "string" && nodesText.test(nodes))) return [];
  const expected = `expected text: a count such as "2" or a share from "0%" to "100%"`;
  return [{ path, problem: `is no number of nodes, got ${found(nodes)}; ${expected}` }];
}

function timingFaults(budget: Readonly<Record<string, unknown>>, path: string): Fault[] {
  const { schedule, duration } = budget;
  const faults: Fault[] = [];
  if (isAbsent(schedule) !== isAbsent(duration)) {
    const [given, missing] = isAbsent(schedule)
      ? ["duration", "schedule"]
      : ["schedule", "duration"];
    faults.push({ path, problem: `has a ${given} but no ${missing}; give both or neither` });
  }
  if (isAbsent(duration)) return faults;
  if (typeof duration !== "string" || !durationText.test(duration)) {
    const problem = `is no budget duration, got ${found(duration)}; expected hours and minutes, e.g. 8h, 30m or 1h30m`;
    faults.push({ path: `${path}.duration`, problem });
  } else if (parseDuration(duration) === undefined) {
    faults.push({ path: `${path}.duration`, problem: `is too long, got ${found(duration)}` });
  }
  return faults;
}

function scheduleFaults(schedule: unknown, path: string): Fault[] {
  if (isAbsent(schedule)) return [];
  if (typeof schedule !== "string") {
    return [{ path, problem: `is no schedule, got ${found(schedule)}; expected text` }];
  }
  const parsed = parseSchedule(schedule);
  return "fault" in parsed ? [{ path, problem: parsed.fault }] : [];
}

function reasonsFaults(reasons: unknown, path: string): Fault[] {
  if (isAbsent(reasons)) return [];
  const expected = `expected a list of ${disruptionReasons.join(", ")}`;
  if (!Array.isArray(reasons)) {
    return [{ path, problem: `is no list, got ${found(reasons)}; ${expected}` }];
  }
  return reasons.flatMap((reason: unknown, index): Fault[] => {
    const at = `${path}[${index}]`;
    if (!disruptionReasons.some((known) => known === reason)) {
      return [{ path: at, problem: `is no reason, got ${found(reason)}; ${expected}` }];
    }
    if (reasons.indexOf(reason) === index) return [];
    return [{ path: at, problem: `is there twice, got ${found(reason)}; name each reason once` }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
