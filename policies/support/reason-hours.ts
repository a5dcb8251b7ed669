import type { DisruptionReason } from "../../scheduling/budgets/budget";
import type { WeekInterval } from "../../scheduling/budgets/week-intervals";

/** Hours of the UTC week that concern disruption for a reason. */
export interface ReasonHours {
  readonly reason: DisruptionReason;
  readonly hours: readonly WeekInterval[];
}

/** Reasons that share their hours. */
export interface ReasonsHours {
  /** `Drifted and Underutilized`. */
  readonly names: string;
  readonly reasons: readonly DisruptionReason[];
  readonly hours: readonly WeekInterval[];
}

/** Reasons with the same hours together, so that they share a finding; those without any hour are left out. */
export function groupByHours(found: readonly ReasonHours[]): readonly ReasonsHours[] {
  const groups = new Map<
    string,
    { readonly reasons: DisruptionReason[]; readonly hours: readonly WeekInterval[] }
  >();
  for (const { reason, hours } of found) {
    if (hours.length === 0) continue;
    const key = JSON.stringify(hours);
    const group = groups.get(key) ?? { reasons: [], hours };
    group.reasons.push(reason);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ reasons, hours }) => ({
    names: reasons.join(" and "),
    reasons,
    hours,
  }));
}
