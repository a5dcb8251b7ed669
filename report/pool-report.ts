import type { CalendarWeek } from "./answers/disruption/calendar-week";
import { poolCeiling } from "../scheduling/limits/ceilings";
import { poolCost } from "./answers/limits/cost";
import { disruptionCalendar } from "./answers/disruption/disruption-calendar";
import { firstEviction } from "./answers/disruption/first-eviction";
import { launchableOfferings } from "./answers/launchable/launchable-offerings";
import { gpuPodNodes } from "./answers/placement/gpu-pod-nodes";
import { nodeAge } from "./answers/disruption/node-age";
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
    gpuPods: gpuPodNodes(nodePool, launchable),
    calendar: disruptionCalendar(nodePool, week),
    unstopped: unstoppedByBudgets(nodePool),
    firstEviction: firstEviction(nodePool, { from }),
    nodeAge: nodeAge(nodePool, from),
  };
}
