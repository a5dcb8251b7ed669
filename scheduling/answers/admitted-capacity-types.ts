import { capacityTypes, type CapacityType } from "../capacity-types";
import { capacityTypeLabelKey } from "../labels";
import type { NodePool } from "../node-pool";
import { admits, requirementsOf } from "../requirements";

/** The capacity types that the pool's requirements let through; all where it names none. */
export function admittedCapacityTypes(
  pool: Pick<NodePool, "requirements" | "labels">,
): readonly CapacityType[] {
  const written = requirementsOf(pool.requirements, pool.labels).get(capacityTypeLabelKey);
  return capacityTypes.filter((type) => written === undefined || admits(written, type));
}
