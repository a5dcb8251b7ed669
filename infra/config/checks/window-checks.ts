import { allowedUtcIntervals } from "../../../scheduling/utc-windows";
import {
  maintenanceWindowOf,
  offsetsYear,
  type ConfiguredWindow,
} from "../../spec/maintenance-window";
import { renderValue, type ConfigFault } from "../config-fault";
import type { PlatformConfig } from "../schema";
import { configuredTiers } from "../configured-tiers";

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
        fix: allowed.fault,
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
