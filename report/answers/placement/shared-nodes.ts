/** Pods that share a node with their own replicas, although their pool has smaller nodes for them. */

import { acceleratorOf, instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import type { Workload } from "../../subject/workload";
import type { Landing } from "./landing";
import type { PlacedWorkload } from "./placed-workload";
import { podNeeds } from "./pod-needs";

export interface SharedNode {
  readonly workload: Workload;
  readonly landing: Landing;
  /** The type of the node, and its devices. */
  readonly type: string;
  readonly resource: string;
  readonly devices: number;
  readonly devicesPerPod: number;
}

/** Each landing with fewer nodes than pods, on nodes with more devices than the smallest of the pool that fits a pod. */
export function sharedNodes({
  pools,
  workloads,
}: {
  readonly pools: readonly NodePool[];
  readonly workloads: readonly PlacedWorkload[];
}): readonly SharedNode[] {
  const poolsByName = new Map(pools.map((pool) => [pool.name, pool]));
  return workloads.flatMap(({ workload, placement: { steps } }) =>
    steps.flatMap(({ landings }) =>
      landings.flatMap((landing) => {
        const shared = sharedNode(workload, landing, poolsByName.get(landing.pool));
        return shared === undefined ? [] : [shared];
      }),
    ),
  );
}

function sharedNode(
  workload: Workload,
  landing: Landing,
  pool: NodePool | undefined,
): SharedNode | undefined {
  const [name = ""] = landing.instanceTypes;
  const type = instanceType(name);
  const accelerator = type === undefined ? undefined : acceleratorOf(type);
  if (pool === undefined || accelerator === undefined || landing.nodes >= landing.pods) {
    return undefined;
  }
  const { resource, count: devices } = accelerator;
  const devicesPerPod = podNeeds(workload.pod).requests?.[resource] ?? 0;
  if (devicesPerPod === 0) return undefined;
  const hasSmaller = launchableTypes(requirementsOf(pool.requirements, pool.labels)).some((one) => {
    const other = acceleratorOf(one);
    return other?.resource === resource && other.count >= devicesPerPod && other.count < devices;
  });
  return hasSmaller
    ? { workload, landing, type: name, resource, devices, devicesPerPod }
    : undefined;
}
