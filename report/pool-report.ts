import type { CalendarWeek } from "./answers/disruption/calendar-week";
import { ceilingTraps } from "./traps/ceiling-traps";
import { poolCeiling } from "../scheduling/limits/ceilings";
import { costTraps } from "./answers/limits/cost-text";
import { poolCost } from "./answers/limits/cost";
import { disruptionCalendar } from "./answers/disruption/disruption-calendar";
import { disruptionTraps } from "./traps/disruption-traps";
import { firstEviction } from "./answers/disruption/first-eviction";
import { launchableOfferings } from "./answers/launchable/launchable-offerings";
import { launchableTraps } from "./traps/launchable-traps";
import { nodeAge, nodeAgeTraps } from "./answers/disruption/node-age";
import type { Trap } from "./traps/trap";
import { unstoppedByBudgets } from "./answers/disruption/unstopped";
import { instanceType } from "../scheduling/catalogue/instance-catalogue";
import type { NodePool } from "../scheduling/node-pool/node-pool";
import type { Place } from "../scheduling/catalogue/place";
import type { PoolReport } from "./model";

/** Every answer about one pool by itself. */
export function poolReport(nodePool: NodePool, place: Place, week: CalendarWeek): PoolReport {
  const launchable = launchableOfferings(nodePool, place);
  const types = launchable.types.flatMap(({ name }) => instanceType(name) ?? []);
  const from = new Date(week.from);
  return {
    name: nodePool.name,
    nodePool,
    launchable,
    ceiling: poolCeiling(nodePool, types),
    cost: poolCost(nodePool, types, place.region),
    calendar: disruptionCalendar(nodePool, week),
    unstopped: unstoppedByBudgets(nodePool),
    firstEviction: firstEviction(nodePool, { from }),
    nodeAge: nodeAge(nodePool, from),
  };
}

/** The traps that show in one pool by itself. */
export function poolTraps(report: PoolReport): readonly Trap[] {
  const { nodePool, launchable, ceiling, cost, calendar, nodeAge: age } = report;
  return [
    ...launchableTraps(nodePool, launchable),
    ...ceilingTraps(ceiling),
    ...costTraps(cost, launchable.region),
    ...disruptionTraps(nodePool, calendar),
    ...nodeAgeTraps(nodePool, age),
  ];
}
