/** The disruption budgets that the NodePool CRD or Karpenter refuses. */

import { disruptionReasonsOf } from "./budget";
import { nextHit, parseSchedule } from "./cron";
import { parseDuration } from "../values/duration";
import { faultBelow, rendered, type Fault, type FaultPath } from "../values/fault";
import { newestKarpenterMinor, type KarpenterMinor } from "../values/karpenter-minor";
import { isAbsent } from "../values/manifest-fields";

/**
 * All faults of the `disruption.budgets` of a NodePool; none for a valid list. Takes any value and never
 * throws. Paths start at the list: `[1, "schedule"]`, or `[]` for the list itself.
 *
 * @param minor the Karpenter that reads them; its CRD decides which reasons there are
 */
export function budgetFaults(
  budgets: unknown,
  minor: KarpenterMinor = newestKarpenterMinor,
): Fault[] {
  if (budgets === undefined || budgets === null) return [];
  if (!Array.isArray(budgets)) {
    return [{ path: [], problem: "is no list of budgets", got: rendered(budgets) }];
  }
  const faults: Fault[] = [];
  if (budgets.length > maxBudgets) {
    faults.push({
      path: [],
      problem: "has too many entries",
      got: String(budgets.length),
      expected: `at most ${maxBudgets}`,
    });
  }
  budgets.forEach((budget: unknown, index) => faults.push(...entryFaults(budget, [index], minor)));
  return faults;
}

/**
 * Whether Karpenter blocks every disruption of the pool, at all times, because it cannot read the list.
 * False for budgets that Karpenter can read but that are hardly intended, such as a date that never comes.
 */
export function isBrokenAtRunTime(budgets: unknown): boolean {
  if (!Array.isArray(budgets)) return true;
  return budgets.some(
    (budget: unknown) =>
      !isRecord(budget) || fieldFaults(budget, [], newestKarpenterMinor).length > 0,
  );
}

const maxBudgets = 50;
const nodesText = /^((100|[0-9]{1,2})%|[0-9]+)$/;
const durationText = /^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$/;
/** The pattern of the CRD. It has no anchors around its parts, so it accepts much that is no schedule. */
const scheduleText =
  /^(@(annually|yearly|monthly|weekly|daily|midnight|hourly))|((.+)\s(.+)\s(.+)\s(.+)\s(.+))$/;
const maxCount = 2n ** 31n - 1n;
/** A date before five years that contain every day of the calendar, 29 February too. */
const anyDate = new Date(Date.UTC(2024, 0, 1));

function entryFaults(budget: unknown, path: FaultPath, minor: KarpenterMinor): Fault[] {
  if (!isRecord(budget)) {
    return [{ path, problem: "is no budget", got: rendered(budget), expected: "{nodes, ...}" }];
  }
  return [...fieldFaults(budget, path, minor), ...unintended(budget, path)];
}

function fieldFaults(
  budget: Readonly<Record<string, unknown>>,
  path: FaultPath,
  minor: KarpenterMinor,
): Fault[] {
  return [
    ...nodesFaults(budget["nodes"], [...path, "nodes"]),
    ...timingFaults(budget, path),
    ...scheduleFaults(budget["schedule"], [...path, "schedule"]),
    ...reasonsFaults(budget["reasons"], [...path, "reasons"], disruptionReasonsOf(minor)),
  ];
}

/** Values that Karpenter accepts but does not apply as intended. */
function unintended(
  { nodes, schedule }: Readonly<Record<string, unknown>>,
  path: FaultPath,
): Fault[] {
  const faults: Fault[] = [];
  if (typeof nodes === "string" && /^[0-9]+$/.test(nodes) && BigInt(nodes) > maxCount) {
    faults.push({
      path: [...path, "nodes"],
      problem: "is too large",
      got: rendered(nodes),
      expected: `at most ${maxCount}`,
      apiServer: "accepts",
    });
  }
  const parsed = typeof schedule === "string" ? parseSchedule(schedule) : undefined;
  const isRead = parsed !== undefined && "schedule" in parsed;
  if (isRead && nextHit(parsed.schedule, anyDate) === undefined) {
    faults.push({
      path: [...path, "schedule"],
      problem: "never comes",
      got: rendered(schedule),
      fix:
        "Karpenter then takes the budget for always active; " +
        "name a date that exists, or leave schedule and duration out",
      apiServer: "accepts",
    });
  }
  return faults;
}

function nodesFaults(nodes: unknown, path: FaultPath): Fault[] {
  // The default of the CRD is 10%.
  if (nodes === undefined || (typeof nodes === "string" && nodesText.test(nodes))) return [];
  const expected = 'text: a count such as "2" or a share from "0%" to "100%"';
  return [{ path, problem: "is no number of nodes", got: rendered(nodes), expected }];
}

function timingFaults(budget: Readonly<Record<string, unknown>>, path: FaultPath): Fault[] {
  const { schedule, duration } = budget;
  const faults: Fault[] = [];
  if (isAbsent(schedule) !== isAbsent(duration)) {
    const [given, missing] = isAbsent(schedule)
      ? ["duration", "schedule"]
      : ["schedule", "duration"];
    const problem = `has a ${given} but no ${missing}`;
    faults.push({ path, problem, fix: "give both or neither" });
  }
  if (isAbsent(duration)) return faults;
  if (typeof duration !== "string" || !durationText.test(duration)) {
    faults.push({
      path: [...path, "duration"],
      problem: "is no budget duration",
      got: rendered(duration),
      expected: "hours and minutes, e.g. 8h, 30m or 1h30m",
    });
  } else if (parseDuration(duration) === undefined) {
    const got = rendered(duration);
    faults.push({
      path: [...path, "duration"],
      problem: "is too long",
      got,
      apiServer: "accepts",
    });
  }
  return faults;
}

function scheduleFaults(schedule: unknown, path: FaultPath): Fault[] {
  if (isAbsent(schedule)) return [];
  if (typeof schedule !== "string") {
    return [{ path, problem: "is no schedule", got: rendered(schedule), expected: "text" }];
  }
  const parsed = parseSchedule(schedule);
  if (!("fault" in parsed)) return [];
  const fault = faultBelow(path, parsed.fault);
  return [scheduleText.test(schedule) ? { ...fault, apiServer: "accepts" } : fault];
}

function reasonsFaults(
  reasons: unknown,
  path: FaultPath,
  knownReasons: readonly string[],
): Fault[] {
  if (isAbsent(reasons)) return [];
  const expected = `a list of ${knownReasons.join(", ")}`;
  if (!Array.isArray(reasons)) {
    return [{ path, problem: "is no list", got: rendered(reasons), expected }];
  }
  return reasons.flatMap((reason: unknown, index): Fault[] => {
    const at = { path: [...path, index], got: rendered(reason) };
    if (!knownReasons.some((known) => known === reason)) {
      return [{ ...at, problem: "is no reason", expected }];
    }
    if (reasons.indexOf(reason) === index) return [];
    return [{ ...at, problem: "is there twice", fix: "name each reason once" }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
