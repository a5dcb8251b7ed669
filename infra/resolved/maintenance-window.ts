import { parseDuration } from "../../scheduling/values/duration";
import type { MaintenanceWindow, Weekday } from "../../scheduling/budgets/maintenance-window";

/**
 * Year whose daylight-saving offsets windows are converted with. A constant, not the clock: the same
 * stack file gives the same budgets on any day. Raise it when a zone's rules change.
 */
export const offsetsYear = 2026;

/** A window as a stack file writes it. */
export interface ConfiguredWindow {
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly start: string;
  /** Hours and minutes: `3h`, `1h30m`. */
  readonly length: string;
  readonly timeZone?: string | undefined;
}

/** The window in the model's terms; it takes the stack's time zone where it names none. */
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
