import { formatDuration } from "../../scheduling/values/duration";
import {
  formatMaintenanceWindow,
  maintenanceWindowAnnotationKey,
  parseMaintenanceWindow,
} from "../../scheduling/budgets/maintenance-window";
import { minutesPerDay } from "../../scheduling/values/time-units";
import type { MaintenanceWindow } from "../../scheduling/budgets/maintenance-window";
import { allowedUtcIntervals, utcIntervals } from "../../scheduling/budgets/utc-windows";
import type { WeekInterval } from "../../scheduling/budgets/week-intervals";
import { modelFinding } from "./model-finding";
import { annotation, annotationsPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { shapeFinding } from "./reading";
import type { Finding } from "./rule";
import { totalMinutes } from "./week-hours";

export const windowPath = [...annotationsPath, maintenanceWindowAnnotationKey];

/** The most that a maintenance window may be. */
export interface WindowBounds {
  readonly maxMaintenanceWindowMinutes: number;
  readonly maxMaintenanceHoursPerWeek: number;
}

/** The maintenance window that a pool declares for itself. */
export interface DeclaredWindow {
  readonly written: boolean;
  /** Absent when there is none, or none that can be read. */
  readonly window?: MaintenanceWindow;
  /** The minutes of the UTC week that are inside the window on every day of the year. */
  readonly allowed: readonly WeekInterval[];
  readonly findings: readonly Finding[];
}

export function declaredWindow(pool: NodePool, bounds: WindowBounds, year: number): DeclaredWindow {
  const text = annotation(pool, maintenanceWindowAnnotationKey);
  if (text.kind === "absent") return { written: false, allowed: [], findings: [] };
  if (text.kind === "misshapen") {
    return { written: true, allowed: [], findings: [shapeFinding(text)] };
  }
  const parsed = parseMaintenanceWindow(text.value);
  if ("fault" in parsed) {
    const fault = modelFinding(windowPath, parsed.fault, text.value);
    return { written: true, allowed: [], findings: [{ ...fault, because: unreadable }] };
  }
  const { window } = parsed;
  const inUtc = allowedUtcIntervals(window, year);
  if ("fault" in inUtc) {
    const fault = modelFinding(windowPath, inUtc.fault, text.value);
    return { written: true, window, allowed: [], findings: [...tooLong(window, bounds), fault] };
  }
  return { written: true, window, allowed: inUtc.intervals, findings: tooLong(window, bounds) };
}

const unreadable =
  "Without a readable window it is unknown when nodes with running jobs may be replaced.";

function tooLong(window: MaintenanceWindow, bounds: WindowBounds): readonly Finding[] {
  const { lengthMinutes } = window;
  const base = { path: windowPath, got: formatMaintenanceWindow(window) };
  const most = Math.min(bounds.maxMaintenanceWindowMinutes, minutesPerDay - 1);
  if (lengthMinutes > most) {
    return [
      {
        ...base,
        problem: lengthMinutes >= minutesPerDay ? "window of a whole day" : "window too long",
        expected: `at most ${formatDuration(most * 60)} at a time`,
        because:
          "Inside the window Karpenter may evict running jobs; the longer it is, the less it protects.",
        fix: "shorten the window, or raise maxMaintenanceWindowMinutes in the pack's configuration",
      },
    ];
  }
  // Overlapping starts count once, whatever the zone.
  const hours = totalMinutes(utcIntervals(window, 0)) / 60;
  if (hours <= bounds.maxMaintenanceHoursPerWeek) return [];
  return [
    {
      ...base,
      problem: `window of ${Number(hours.toFixed(1))} hours a week`,
      expected: `at most ${bounds.maxMaintenanceHoursPerWeek} hours a week`,
      because:
        "Inside the window Karpenter may evict running jobs; the more there is of it, the less it protects.",
      fix: "name fewer days, or raise maxMaintenanceHoursPerWeek in the pack's configuration",
    },
  ];
}
