import { minutesPerDay } from "../../scheduling/values/time-units";
import {
  tierNames,
  tierProfiles,
  type Disruption,
  type TierName,
} from "../../components/node-pools/tier-profiles";
import { openIntervals } from "../../scheduling/budgets/disruption-budgets";
import { blockedUtcIntervals, allowedUtcIntervals } from "../../scheduling/budgets/utc-windows";
import { complement } from "../../scheduling/budgets/week-intervals";
import { faultText, rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { configuredTiers } from "../resolved/configured-tiers";
import {
  maintenanceWindowOf,
  offsetsYear,
  type ConfiguredWindow,
} from "../resolved/maintenance-window";
import { expireAfterOf } from "../resolved/tier-spec";
import { defineCheck } from "./define-check";

const tiersWithoutWindow = tiersWith("when-empty");
const tiersWithWindow = tiersWith("maintenance-window");

function tiersWith(kind: Disruption["kind"]): readonly TierName[] {
  return tierNames.filter((name) => tierProfiles[name].disruption.kind === kind);
}

export const windowedTiersHaveWindow = defineCheck(
  ["tiers", "maintenanceWindow"],
  ({ tiers, maintenanceWindow }) => {
    const bare = configuredTiers(tiers).filter(
      ({ profile, overrides }) =>
        profile.disruption.kind === "maintenance-window" &&
        (overrides.maintenanceWindow ?? maintenanceWindow) === undefined,
    );
    if (bare.length === 0) return [];
    return [
      {
        path: ["maintenanceWindow"],
        problem: `missing, required by ${bare.map(({ pool }) => pool).join(" and ")}`,
        got: "nothing",
        expected: "days, start and length",
        fix: `add a window in which their nodes may be replaced, or use ${tiersWithoutWindow.join(" or ")}, whose outdated nodes are replaced when they are empty`,
      },
    ];
  },
);

/** A schedule has no time zone, so a window applies only where it is open in summer time and in winter time. */
export const windowsOpen = defineCheck(["tiers", "maintenanceWindow", "timeZone"], (config) => {
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
        got: rendered(window),
        expected: "a window longer than the change to daylight-saving time",
        fix: faultText(allowed.fault),
      },
    ];
  });
});

/** A window of its own on a tier without windows has no effect: the tier would not keep the promise that it makes. */
export const windowsAreForTiersThatHaveThem = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides: { maintenanceWindow } }) => {
    const { kind } = profile.disruption;
    if (maintenanceWindow === undefined || kind === "maintenance-window") return [];
    return [
      {
        path: ["tiers", pool, "maintenanceWindow"],
        problem:
          kind === "when-empty"
            ? "drift never touches a busy node of the tier, so it has no maintenance window"
            : "the tier follows its load and has no maintenance window",
        got: rendered(maintenanceWindow),
        expected: "no maintenance window",
        fix:
          kind === "when-empty"
            ? `remove it, or use ${tiersWithWindow.join(" or ")} for nodes that have to be patched on schedule`
            : "remove it, or set blockedWindow to the time in which busy nodes stay",
      },
    ];
  });
});

/**
 * Karpenter removes no empty node of a static pool, and drift is the only way to replace its nodes. A tier whose busy nodes drift
 * never touches would keep the nodes of its first day. Budgets that allow Drifted are no way out, because the policy pack refuses
 * them for a training pool without a window.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/emptiness.go#L42
 */
export const staticPoolsAreReplaced = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap(({ pool, profile, overrides: { replicas } }) => {
    if (profile.disruption.kind !== "when-empty" || (replicas ?? 0) === 0) return [];
    return [
      {
        path: ["tiers", pool, "replicas"],
        problem:
          "nodes of a static pool are never replaced because they are empty, and in this tier drift never replaces them either",
        got: String(replicas),
        expected: "a tier with a maintenance window",
        fix: `use ${tiersWithWindow.join(" or ")}, or begin with it`,
      },
    ];
  });
});

/** Busy nodes of a training tier are never replaced, or in its maintenance window. A second window would mislead the reader. */
export const blockedWindowsAreNotForTraining = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers)
    .filter(
      ({ profile, overrides }) =>
        overrides.blockedWindow !== undefined && profile.disruption.kind !== "follows-load",
    )
    .map(({ pool, profile, overrides }) => {
      const hasWindow = profile.disruption.kind === "maintenance-window";
      return {
        path: ["tiers", pool, "blockedWindow"],
        problem: hasWindow
          ? "a training tier is blocked outside its maintenance window anyway"
          : "drift and consolidation never touch a busy node of the tier anyway",
        got: rendered(overrides.blockedWindow),
        expected: "no blocked window",
        fix: hasWindow ? "remove it, or set maintenanceWindow" : "remove it",
      };
    });
});

/**
 * A blocked window must not cover the whole week. Otherwise drift and consolidation never replace a busy node, and the node is
 * not patched until it expires.
 */
export const blockedWindowsLeaveTime = defineCheck(["tiers", "timeZone"], ({ tiers, timeZone }) => {
  return configuredTiers(tiers).flatMap((tier) => {
    const {
      pool,
      overrides: { blockedWindow },
    } = tier;
    if (blockedWindow === undefined) return [];
    const window = maintenanceWindowOf(blockedWindow, timeZone);
    if (complement(blockedUtcIntervals(window, offsetsYear)).length > 0) return [];
    return [
      {
        path: ["tiers", pool, "blockedWindow"],
        problem: `covers every minute of the week in ${offsetsYear}, summer and winter time together`,
        got: rendered(blockedWindow),
        expected: "a window that ends before it starts again",
        fix: `shorten it, or drop a day; busy nodes would stay until they expire (${expireAfterOf(tier)})`,
      },
    ];
  });
});

/** Budgets must allow the removal of empty nodes at some time. Otherwise an empty node is billed until it expires. */
export const budgetsLeaveTime = defineCheck(["tiers"], ({ tiers }) => {
  return configuredTiers(tiers).flatMap((tier) => {
    const {
      pool,
      overrides: { budgets },
    } = tier;
    if (budgets === undefined) return [];
    if (openIntervals(budgets, "Empty", aYear).length > 0) return [];
    return [
      {
        path: ["tiers", pool, "budgets"],
        problem: "never allow the removal of an empty node",
        got: rendered(budgets),
        expected: "some time at which an empty node may be removed",
        fix: `name the reasons of the budget of 0, such as Drifted and Underutilized; an empty node would be billed until it expires (${expireAfterOf(tier)})`,
      },
    ];
  });
});

const aYear = { from: new Date(Date.UTC(offsetsYear, 0, 1)), minutes: 365 * minutesPerDay };
