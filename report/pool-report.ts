import type { CalendarWeek } from "./answers/disruption/calendar-week";
import { poolCeiling } from "../scheduling/limits/ceilings";
import { poolCost } from "./answers/limits/cost";
import { disruptionCalendar } from "./answers/disruption/disruption-calendar";
import { firstEviction } from "./answers/disruption/first-eviction";
import { launchableOfferings } from "./answers/launchable/launchable-offerings";
import { nodeAge } from "./answers/disruption/node-age";
import { unstoppedByBudgets } from "./answers/disruption/unstopped";
import { instanceType } from "../scheduling/catalogue/instance-catalogue";
import { possibleReasons, type KarpenterInUse } from "../scheduling/budgets/node-repair";
import type { CheckedPool } from "./subject/checked-pools";
import type { Place } from "../scheduling/catalogue/place";
import type { PoolReport } from "./model";

/** All answers about one pool by itself. */
export function poolReport(
  { pool: nodePool, written, nodeClass }: Pick<CheckedPool, "pool" | "written" | "nodeClass">,
  karpenter: KarpenterInUse,
  { place, week }: { readonly place: Place; readonly week: CalendarWeek },
): PoolReport {
  const launchable = launchableOfferings(nodePool, place, karpenter.minor);
  const types = launchable.types.flatMap(({ name }) => instanceType(name) ?? []);
  const from = new Date(week.from);
  return {
    name: nodePool.name,
    nodePool,
    written,
    ...(nodeClass === undefined ? {} : { nodeClass }),
    launchable,
    ceiling: poolCeiling(nodePool, types),
    cost: poolCost(nodePool, types, place.region),
    calendar: disruptionCalendar(nodePool, week, { reasons: possibleReasons(karpenter) }),
    unstopped: unstoppedByBudgets(nodePool, karpenter),
    firstEviction: firstEviction(nodePool, { from }),
    nodeAge: nodeAge(nodePool, from),
  };
}
