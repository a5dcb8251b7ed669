/** Pods that land in a pool which they did not ask for. */

import { trainingReason } from "../../../scheduling/node-pool/trains";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { formatTaint } from "../../../scheduling/taints/taints";
import type { Landing } from "./landing";
import type { PlacementStep } from "./placement";
import type { Workload } from "../../subject/workload";
import { stepText } from "./placement-text";
import { podNeeds } from "./pod-needs";
import type { PlacedWorkload } from "./placed-workload";

export interface Fall {
  readonly workload: Workload;
  /** The pool that takes the pods although they did not ask for it. */
  readonly pool: NodePool;
  readonly landing: Landing;
  /** What EC2 must be out of before the pods land there. */
  readonly before: readonly PlacementStep[];
  /** Whether the pool trains, and the pods do not. */
  readonly isIntoTraining: boolean;
}

/** Every landing in a pool of another class than the one in which the pods land first. */
export function fallsIn({
  pools,
  workloads,
}: {
  readonly pools: readonly NodePool[];
  readonly workloads: readonly PlacedWorkload[];
}): readonly Fall[] {
  const poolsByName = new Map(pools.map((pool) => [pool.name, pool]));
  return workloads.flatMap(({ workload, placement: { steps } }) => {
    const selected = podNeeds(workload.pod).nodeLabelKeys;
    const home = workload.workloadClass ?? steps[0]?.landings[0]?.poolClass;
    return steps.flatMap(({ landings }, index) =>
      landings.flatMap((landing): readonly Fall[] => {
        const pool = poolsByName.get(landing.pool);
        // A selector that the pool's own labels meet asked for this pool.
        if (pool === undefined || selected.some((key) => pool.labels[key] !== undefined)) return [];
        const isIntoTraining = home !== "training" && trainingReason(pool) !== undefined;
        const isAtHome =
          index === 0 || landing.poolClass === home || landing.poolClass === "general";
        if (!isIntoTraining && isAtHome) return [];
        return [{ workload, pool, landing, before: steps.slice(0, index), isIntoTraining }];
      }),
    );
  });
}

/** `Pods of server fall into training when g5 Spot is gone`; `purpose` follows the pool's name. */
export function fallText({ workload, pool, before }: Fall, purpose = ""): string {
  const verb = before.length === 0 ? "land in" : "fall into";
  return `${podsText(workload, pool)} ${verb} ${pool.name}${purpose}${whenText(before)}`;
}

/** `, from $1.006 an hour (g5.xlarge on demand in us-east-1, 2026-07-20)`; empty if no price is known. */
export function priceText({
  onDemandPrice,
  capacityType,
  instanceTypes: [cheapest],
}: Landing): string {
  if (onDemandPrice === undefined || capacityType === "reserved") return "";
  const { usdPerHour, region, date } = onDemandPrice;
  if (capacityType === "spot") {
    return ` (on demand ${cheapest} would cost $${usdPerHour} an hour in ${region}, ${date})`;
  }
  return `, from $${usdPerHour} an hour (${cheapest} on demand in ${region}, ${date})`;
}

function podsText({ name, pod }: Workload, { taints }: NodePool): string {
  const { nodeLabelKeys } = podNeeds(pod);
  if (nodeLabelKeys.length > 0 || taints.length === 0) return `Pods of ${name}`;
  return `Pods that only tolerate ${taints.map(formatTaint).join(" and ")}`;
}

/** ` when g5 Spot is gone`. Names the first choice and counts the choices after it. */
function whenText(before: readonly PlacementStep[]): string {
  const [first, ...more] = before;
  if (first === undefined) return " at once";
  if (more.length === 0) return ` when ${stepText(first)} is gone`;
  const count = more.length === 1 ? "the choice" : `the ${more.length} choices`;
  return ` when ${stepText(first)} and ${count} after it are gone`;
}
