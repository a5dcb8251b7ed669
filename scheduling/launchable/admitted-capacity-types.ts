import { capacityTypes, type CapacityType } from "../requirements/capacity-types";
import { capacityTypeLabelKey } from "../requirements/labels";
import type { NodePool } from "../node-pool/node-pool";
import { admits, requirementsOf } from "../requirements/requirements";

/** The capacity types that the requirements of the pool admit; all where it does not restrict them. */
export function admittedCapacityTypes(
  pool: Pick<NodePool, "requirements" | "labels">,
): readonly CapacityType[] {
  const written = requirementsOf(pool.requirements, pool.labels).get(capacityTypeLabelKey);
  return capacityTypes.filter((type) => written === undefined || admits(written, type));
}
