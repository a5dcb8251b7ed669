import { openIntervals } from "../../scheduling/budgets/disruption-budgets";
import { blockedUtcIntervals, allowedUtcIntervals } from "../../scheduling/budgets/utc-windows";
import { complement } from "../../scheduling/budgets/week-intervals";
import {
  maintenanceWindowOf,
  offsetsYear,
  type ConfiguredWindow,
} from "../resolved/maintenance-window";
import { faultText } from "../../scheduling/values/fault";
import { renderValue, type ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { configuredTiers } from "../resolved/configured-tiers";

export function trainingHasWindow({
  tiers,
  maintenanceWindow,
}: PlatformConfig): readonly ConfigFault[] {
  const bare = configuredTiers(tiers).filter(
    ({ profile, overrides }) =>
      profile.workloadClass === "training" &&
      (overrides.maintenanceWindow ?? maintenanceWindow) === undefined,
  );
  if (bare.length === 0) return [];
  return [
    {
      path: ["maintenanceWindow"],
      problem: `missing, but ${bare.map(({ pool }) => pool).join(" and ")} train`,
      got: "nothing",
      expected: "days, start and length",
      fix: "add a window in which their nodes may be replaced; without one they are never patched",
    },
  ];
}

/** Cron has no time zone: what stays open at every offset of the zone may be nothing. */
export function windowsOpen(config: PlatformConfig): readonly ConfigFault[] {
  const named: [ConfigFault["path"], ConfiguredWindow | undefined][] = [
    [["maintenanceWindow"], config.maintenanceWindow],
    ...configuredTiers(config.tiers).map(
      ({ pool, overrides }): [ConfigFault["path"], ConfiguredWindow | undefined] => [
        ["tiers", pool, "maintenanceWindow"],
        overrides.maintenanceWindow,
      ],
    ),
  ];
  return named.flatMap(([path, window]) => {
    if (window === undefined) return [];
    const allowed = allowedUtcIntervals(maintenanceWindowOf(window, config.timeZone), offsetsYear);
    if (!("fault" in allowed)) return [];
    return [
      {
        path,
        problem: "never opens in UTC",
        got: renderValue(window),
        expected: "a window longer than the change to daylight-saving time",
        fix: faultText(allowed.fault),
      },
    ];
  });
}

/** A training tier is blocked at all times but its maintenance window; a second window would mislead. */
export function blockedWindowsAreNotForTraining({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers)
    .filter(
      ({ profile, overrides }) =>
        overrides.blockedWindow !== undefined && profile.workloadClass === "training",
    )
    .map(({ pool, overrides }) => ({
      path: ["tiers", pool, "blockedWindow"],
      problem: "a training tier is blocked outside its maintenance window anyway",
      got: renderValue(overrides.blockedWindow),
      expected: "no blocked window",
      fix: "remove it, or set maintenanceWindow",
    }));
}

/**
 * A blocked window that covers the week at every offset of its zone: drift and consolidation would never touch a
 * busy node, which then lives until it expires, unpatched.
 */
export function blockedWindowsLeaveTime({
  tiers,
  timeZone,
}: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides: { blockedWindow } }) => {
    if (blockedWindow === undefined) return [];
    const window = maintenanceWindowOf(blockedWindow, timeZone);
    if (complement(blockedUtcIntervals(window, offsetsYear)).length > 0) return [];
    return [
      {
        path: ["tiers", pool, "blockedWindow"],
        problem: `covers every minute of the week in ${offsetsYear}, summer and winter time together`,
        got: renderValue(blockedWindow),
        expected: "a window that ends before it starts again",
        fix: `shorten it, or drop a day; busy nodes would stay until they expire (${profile.expireAfter})`,
      },
    ];
  });
}

/** Budgets of a stack's own that let no empty node go, ever: it is billed until it expires. */
export function budgetsLeaveTime({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides: { budgets } }) => {
    if (budgets === undefined) return [];
    if (openIntervals(budgets, "Empty", aYear).length > 0) return [];
    return [
      {
        path: ["tiers", pool, "budgets"],
        problem: "let no empty node go at any minute of the year",
        got: renderValue(budgets),
        expected: "some time at which an empty node may be removed",
        fix: `name the reasons of the budget of 0, such as Drifted and Underutilized; an empty node would be billed until it expires (${profile.expireAfter})`,
      },
    ];
  });
}

const aYear = { from: new Date(Date.UTC(offsetsYear, 0, 1)), minutes: 365 * 24 * 60 };
