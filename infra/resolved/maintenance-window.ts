import { parseDuration } from "../../scheduling/values/duration";
import type { MaintenanceWindow, Weekday } from "../../scheduling/budgets/maintenance-window";

/**
 * The year whose daylight-saving offsets are used to convert windows to UTC. It is a constant, so that the same stack file
 * gives the same budgets on any day. Raise it when the rules of a time zone change.
 */
export const offsetsYear = 2026;

/** A window in the form of the stack file. */
export interface ConfiguredWindow {
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly start: string;
  /** Hours and minutes: `3h`, `1h30m`. */
  readonly length: string;
  readonly timeZone?: string | undefined;
}

/** The window in the form of the scheduling model, with the stack's time zone by default. */
export function maintenanceWindowOf(
  window: ConfiguredWindow,
  stackTimeZone: string,
): MaintenanceWindow {
  return {
    days: window.days,
    start: window.start,
    lengthMinutes: (parseDuration(window.length) ?? 0) / 60,
    timeZone: window.timeZone ?? stackTimeZone,
  };
}
