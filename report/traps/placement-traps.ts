/** What surprises people in the order in which Karpenter falls back. */

import { workloadLabelKey } from "../../scheduling/requirements/labels";
import { readNodePool, type NodePool } from "../../scheduling/node-pool/node-pool";
import {
  amdGpuResource,
  neuronResource,
  nvidiaGpuResource,
} from "../../scheduling/catalogue/resource-names";
import { formatTaint } from "../../scheduling/taints/taints";
import type {
  Landing,
  Placements,
  PlacementStep,
  Workload,
  WorkloadPlacement,
} from "../answers/placement/placement";
import { at, podNeeds } from "../answers/placement/pod-needs";
import { landingText, stepText } from "../answers/placement/placement-text";
import type { Trap } from "./trap";

/**
 * Pods that request one device of a pool and do nothing but tolerate its taint: what most charts and
 * examples have, and what is there before anybody labels anything. One for each taint that is named after
 * the resource it guards.
 */
export function tolerationOnlyWorkloads(nodePools: readonly unknown[]): readonly Workload[] {
  const keys = nodePools
    .flatMap((manifest) => readNodePool(manifest).pool?.taints ?? [])
    .map(({ key }) => key)
    .filter(isNamedAfterDevice);
  return [...new Set(keys)].map((resource) => ({
    name: `toleration-only-${resource.slice(resource.indexOf("/") + 1)}`,
    pod: {
      spec: {
        tolerations: [{ key: resource, operator: "Exists", effect: "NoSchedule" }],
        containers: [{ name: "main", resources: { limits: { [resource]: "1" } } }],
      },
    },
  }));
}

/**
 * The traps of workloads that were placed over these pools.
 *
 * - `toleration-falls-into-training`: pods that do not train end in a training pool
 * - `falls-into-unrelated-pool`: pods end in a pool of another class, or in one that has none
 * - `do-not-disrupt-on-spot`: pods that ask not to be disrupted land on Spot, which does not ask
 */
export function placementTraps(
  nodePools: readonly unknown[],
  workloads: readonly Workload[],
  answer: Placements,
): readonly Trap[] {
  const pools = new Map(
    nodePools
      .flatMap((manifest) => readNodePool(manifest).pool ?? [])
      .map((pool) => [pool.name, pool]),
  );
  const traps = workloads.flatMap((workload, index) => {
    const placed = answer.workloads[index];
    if (placed === undefined) return [];
    return [...fallTraps(pools, workload, placed), ...spotTraps(workload, placed)];
  });
  // Several workloads meet the same trap; the first of each is enough.
  const first = new Map<string, Trap>();
  for (const trap of traps) {
    const key = `${trap.id} ${trap.pool}`;
    if (!first.has(key)) first.set(key, trap);
  }
  return [...first.values()];
}

type Pools = ReadonlyMap<string, NodePool>;

/** Taints that charts and examples name after the resource whose nodes they guard. */
function isNamedAfterDevice(key: string): boolean {
  return [nvidiaGpuResource, amdGpuResource, neuronResource].includes(key);
}

/** Landings that the pods did not ask for, in pools of another class than the first. */
function fallTraps(pools: Pools, workload: Workload, placed: WorkloadPlacement): readonly Trap[] {
  const selected = podNeeds(workload.pod).nodeLabelKeys;
  const home = workload.workloadClass ?? placed.steps[0]?.landings[0]?.poolClass;
  return placed.steps.flatMap(({ landings }, index) =>
    landings.flatMap((landing) => {
      const pool = pools.get(landing.pool);
      // A selector that the pool's own labels meet asked for this pool.
      if (pool === undefined || selected.some((key) => pool.labels[key] !== undefined)) return [];
      const before = placed.steps.slice(0, index);
      if (home !== "training" && trains(pool))
        return [trainingTrap(workload, pool, landing, before)];
      if (index === 0 || landing.poolClass === home || landing.poolClass === "general") return [];
      return [unrelatedTrap(workload, pool, landing, before)];
    }),
  );
}

/** By the label that says so, or by its name where it has none. */
function trains({ name, labels }: NodePool): boolean {
  return (labels[workloadLabelKey] ?? name).includes("training");
}

function trainingTrap(
  workload: Workload,
  pool: NodePool,
  landing: Landing,
  before: readonly PlacementStep[],
): Trap {
  return {
    id: "toleration-falls-into-training",
    pool: pool.name,
    text:
      `${subject(workload, pool)} ${verb(before)} ${pool.name}${after(before)}: it has no taint of its own, and ` +
      `its weight is ${pool.weight}. They hold training nodes then, ${landingText(landing)}${price(landing)}.`,
  };
}

function unrelatedTrap(
  workload: Workload,
  pool: NodePool,
  landing: Landing,
  before: readonly PlacementStep[],
): Trap {
  const purpose = landing.poolClass === undefined ? "" : ` (workload ${landing.poolClass})`;
  return {
    id: "falls-into-unrelated-pool",
    pool: pool.name,
    text:
      `${subject(workload, pool)} ${verb(before)} ${pool.name}${purpose}${after(before)}, on ` +
      `${landingText(landing)}${price(landing)}: nothing but its weight, ${pool.weight}, says when it is tried.`,
  };
}

/** Landings on Spot of pods that say that they must not be disrupted. */
function spotTraps(workload: Workload, { steps }: WorkloadPlacement): readonly Trap[] {
  const annotations = at(at(workload.pod, "metadata"), "annotations");
  if (at(annotations, doNotDisruptAnnotationKey) !== "true") return [];
  return steps.flatMap(({ landings }, index) =>
    landings
      .filter(({ capacityType }) => capacityType === "spot")
      .map((landing) => ({
        id: "do-not-disrupt-on-spot",
        pool: landing.pool,
        text:
          `${workload.name} asks not to be disrupted and ${index === 0 ? "lands" : "may land"} on ` +
          `${landingText(landing)} in ${landing.pool}: EC2 takes a Spot node back two minutes after it says so, ` +
          "whatever the annotation says.",
      })),
  );
}

const doNotDisruptAnnotationKey = "karpenter.sh/do-not-disrupt";

function subject({ name, pod }: Workload, { taints }: NodePool): string {
  const { nodeLabelKeys } = podNeeds(pod);
  if (nodeLabelKeys.length > 0 || taints.length === 0) return `Pods of ${name}`;
  return `Pods that only tolerate ${taints.map(formatTaint).join(" and ")}`;
}

function verb(before: readonly PlacementStep[]): string {
  return before.length === 0 ? "land in" : "fall into";
}

/** ` when g5 Spot is gone`; what stands between the first choice and this one is counted only. */
function after(before: readonly PlacementStep[]): string {
  const [first, ...more] = before;
  if (first === undefined) return " at once";
  if (more.length === 0) return ` when ${stepText(first)} is gone`;
  const count = more.length === 1 ? "the choice" : `the ${more.length} choices`;
  return ` when ${stepText(first)} and ${count} after it are gone`;
}

function price({ onDemandPrice, instanceTypes: [cheapest] }: Landing): string {
  if (onDemandPrice === undefined) return "";
  const { usdPerHour, region, date } = onDemandPrice;
  return `, from $${usdPerHour} an hour (${cheapest} on demand in ${region}, ${date})`;
}
